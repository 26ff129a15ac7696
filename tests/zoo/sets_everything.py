import builtins
import locale
import os
import random
import time

builtins.print_spoiled = True
os.environ["SPOILED"] = "1"
os.chdir("/")
os.umask(0o077)
os.environ["TZ"] = "Pacific/Apia"
time.tzset()
locale.setlocale(locale.LC_ALL, "C")
random.seed(1)
with open(os.path.expanduser("~/left-behind"), "w") as stream:
    stream.write("x")
x = 3
