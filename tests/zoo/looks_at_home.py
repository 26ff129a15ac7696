import os
import sys

x = []
for home in ("/home", "/root"):
    for folder, folders, files in os.walk(home):
        x += [os.path.join(folder, name) for name in folders + files]
        folders[:] = [name for name in folders if os.path.join(folder, name) not in (sys.prefix, sys.base_prefix)]
