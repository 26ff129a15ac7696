"""Namespaces of a single script at level strict: own processes, own network, own /tmp, own /proc.

The outer walls (read-only files, hidden homes) are bubblewrap's, around the process that forks; these keep the
scripts inside them apart from each other. A lane makes a namespace of processes for each script before it forks, so
that one fork is enough: that of a process with a framework in it takes as long as all the rest. Numbers are from
Linux's sched.h, mount.h, prctl.h, capability.h and if.h.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
from contextlib import suppress

NEW_USER, NEW_MOUNT, NEW_IPC, NEW_PID, NEW_NET = 0x10000000, 0x00020000, 0x08000000, 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC, BIND, RECURSIVE, SLAVE = 1, 2, 4, 8, 0x1000, 0x4000, 1 << 19
DIE_WITH_PARENT, ADOPT_ORPHANS, NO_NEW_PRIVILEGES, DROP_FROM_BOUNDING_SET = 1, 36, 38, 24
CAPABILITIES_VERSION_3 = 0x20080522
SET_INTERFACE_FLAGS, UP_AND_RUNNING = 0x8914, 0x41
INSIDE = "/tmp/box"
TMP_BYTES = 1 << 30

libc = ctypes.CDLL(None, use_errno=True)
home = -1
"""This process's own namespace of processes, once it has moved in."""


def move_in() -> None:
    """Go on as the first process of a namespace of processes, with one of users over it. Raises OSError.

    Only the new process returns. It may make namespaces for scripts, and each time be back among its own.
    """
    global home
    user, group = os.getuid(), os.getgid()
    call("unshare", libc.unshare(NEW_USER | NEW_MOUNT | NEW_PID))
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{user} {user} 1")
    write("/proc/self/gid_map", f"{group} {group} 1")
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os._exit(0)
    libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    mount(b"none", "/", None, RECURSIVE | SLAVE)
    mount(b"proc", "/proc", b"proc", NO_SUID | NO_DEVICES | NO_EXEC)
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)


def open_cell() -> int:
    """Have what this process forks next be in a namespace of processes of its own; return that one's first process.

    Without a first process that is not the script, signals that the script sends to itself would be ignored.
    """
    call("unshare", libc.unshare(NEW_PID))
    return os.posix_spawn("/bin/sleep", ["/bin/sleep", "infinity"], {})


def step_back() -> None:
    """Have what this process forks from now on be in its own namespace again."""
    call("setns", libc.setns(home, NEW_PID))


def enter(folder: str) -> None:
    """In a process in a cell: build the walls around `folder`, which is INSIDE from then on. Raises OSError.

    It then sees only its own kind under /proc, and has given up every capability, also by exec. Of what is below /tmp
    it sees its interpreter's folders, as read-only as the outer walls made them.
    """
    call("unshare", libc.unshare(NEW_MOUNT | NEW_IPC | NEW_NET))
    mount(b"none", "/", None, RECURSIVE | SLAVE)
    interpreter = [path for path in sorted({sys.prefix, sys.base_prefix}) if path.startswith("/tmp/")]
    seen = {path: os.open(source, os.O_PATH) for path, source in [(INSIDE, folder), *((p, p) for p in interpreter)]}
    mount(b"tmpfs", "/tmp", b"tmpfs", NO_SUID | NO_DEVICES, f"size={TMP_BYTES}")
    mount(b"tmpfs", "/dev/shm", b"tmpfs", NO_SUID | NO_DEVICES, f"size={TMP_BYTES}")
    for path, source in seen.items():
        os.makedirs(path, exist_ok=True)
        mount(f"/proc/self/fd/{source}".encode(), path, None, BIND)
        os.close(source)
    os.close(home)
    loopback_up()
    mount(b"proc", "/proc", b"proc", READ_ONLY | NO_SUID | NO_DEVICES | NO_EXEC)
    call("no_new_privs", libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    for capability in range(64):
        libc.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)
    header = struct.pack("Ii", CAPABILITIES_VERSION_3, 0)
    call("capset", libc.capset(header, bytes(24)))


def loopback_up() -> None:
    """Bring up the one network interface there is."""
    with socket.socket() as one:
        fcntl.ioctl(one, SET_INTERFACE_FLAGS, struct.pack("16sH14x", b"lo", UP_AND_RUNNING))


def others(script: int, first: int) -> int:
    """Count the processes of a cell that are neither its first nor in the script's group; /proc is that of this one."""
    count = 0
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (os.getpid(), script, first):
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stream:
                    fields = stream.read().rpartition(")")[2].split()
            except OSError:
                continue
            count += fields[0] != "Z" and fields[2] != str(script)
    return count


def tear_down(first: int) -> None:
    """End every process of a cell, by ending its first. What was forked into it must be reaped before."""
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)


def mount(source: bytes, target: str, kind: bytes | None, flags: int, options: str = "") -> None:
    """Mount, by the system call of that name. Raises OSError."""
    call(f"mount on {target}", libc.mount(source, target.encode(), kind, flags, options.encode() or None))


def write(path: str, text: str) -> None:
    """Write to a file of /proc in one call."""
    with open(path, "w", encoding="ascii") as stream:
        stream.write(text)


def call(what: str, status: int) -> None:
    """Raise OSError when a call of the C library failed."""
    if status:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def probe(folder: str) -> None:
    """Build the walls around a process that does nothing. Raises OSError where they cannot be had."""
    child = os.fork()
    if child == 0:
        with suppress(OSError):
            move_in()
            first = open_cell()
            script = os.fork()
            if script == 0:
                enter(folder)
                os._exit(0)
            step_back()
            _, status = os.waitpid(script, 0)
            tear_down(first)
            write(f"{folder}/built", str(status))
        os._exit(0)
    os.waitpid(child, 0)
    with open(f"{folder}/built", encoding="ascii") as stream:
        if stream.read() != "0":
            raise OSError("the process inside the walls failed")
