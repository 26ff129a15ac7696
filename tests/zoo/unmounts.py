import ctypes

libc = ctypes.CDLL(None, use_errno=True)
x = [libc.umount2(b"/tmp", 2), libc.umount2(b"/proc", 2), libc.unshare(0x10000000 | 0x00020000)]
