import os
import time

for _ in range(4):
    if os.fork() == 0:
        held = bytearray(200 << 20)
        time.sleep(600)
time.sleep(600)
