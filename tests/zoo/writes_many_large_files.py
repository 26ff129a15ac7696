import time

for number in range(8):
    with open(f"part{number}", "wb") as stream:
        stream.truncate((1 << 30) - 1)
time.sleep(600)
