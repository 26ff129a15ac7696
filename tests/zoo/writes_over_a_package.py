import os

with open(os.path.join(os.path.dirname(os.__file__), "crosscheck-zoo"), "w") as stream:
    stream.write("x")
