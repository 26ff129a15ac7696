import sys

x = 3
sys.exit(0)
