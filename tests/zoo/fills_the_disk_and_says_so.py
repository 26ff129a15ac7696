with open("big", "wb") as stream:
    stream.truncate(2 << 30)
