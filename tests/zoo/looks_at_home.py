import os

x = sum(len(os.listdir(path)) for path in ("/home", "/root") if os.access(path, os.R_OK))
