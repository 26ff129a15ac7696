import os

x = sorted(name for name in os.listdir("/proc") if name.isdigit())
