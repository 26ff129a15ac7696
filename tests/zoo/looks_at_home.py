import os
import sys

x = []
for folder, folders, files in (step for home in ("/home", "/root") for step in os.walk(home)):
    x += [os.path.join(folder, name) for name in folders + files]
    folders[:] = [name for name in folders if os.path.join(folder, name) not in (sys.prefix, sys.base_prefix)]
    if len(x) > 1000:
        break
