x = 3
raise ValueError("no")
