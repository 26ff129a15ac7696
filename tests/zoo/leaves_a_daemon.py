import os
import time

x = 3
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(256):
            try:
                os.close(descriptor)
            except OSError:
                continue
        time.sleep(8)
        os._exit(0)
    os._exit(0)
time.sleep(0.3)
