import builtins
import os
import time

mask = os.umask(0)
x = [
    hasattr(builtins, "print_spoiled"),
    "SPOILED" in os.environ,
    os.getcwd() == "/",
    mask,
    time.tzname[0],
    os.path.exists(os.path.expanduser("~/left-behind")),
]
