import errno

held = []
x = "five thousand"
try:
    for _ in range(5000):
        held.append(open("in_zoo.py"))
except OSError as error:
    x = errno.errorcode[error.errno]
    held.clear()
