import errno
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
x = "nothing"
try:
    with open("big", "wb") as stream:
        stream.truncate(2 << 30)
    x = "two gigabytes"
except OSError as error:
    x = errno.errorcode[error.errno]
