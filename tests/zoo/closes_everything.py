import os

x = 3
os.closerange(0, 256)
