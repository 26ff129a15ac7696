import os

x = 3
os._exit(0)
