"""Import a framework, do nothing else, and fork a lane for every worker that asks.

Started as `python parent.py SOCKET_FD open|walled MODULE…`. Says once whether the import went well; then each message
carries a socket for a new lane, and is answered with its process or a refusal.
"""

from __future__ import annotations

import gc
import json
import os
import runpy  # noqa: F401  every script's process needs it, and is spared importing it
import signal
import socket
import sys
import traceback
import weakref
from contextlib import suppress

import guard
import lane
import snippet


def main() -> None:
    """Import, say so, and fork lanes until the other side hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        operations = guard.import_all(sys.argv[3:])
    except BaseException:
        control.send(json.dumps({"failed": traceback.format_exc()[-4000:]}).encode())
        return
    gc.collect()
    gc.freeze()
    prepare()
    lane.adopt_orphans()
    refused = guard.why_not_fork(operations)
    control.send(json.dumps({"ready": True, "refused": refused}).encode())
    lanes: set[int] = set()
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, lane.MESSAGE, 1)
        if not data:
            lane.end_descendants(0)
            return
        sweep(lanes)
        refused = guard.why_not_fork(operations)
        if not refused:
            lanes.add(fork_lane(control, descriptors[0]))
        os.close(descriptors[0])
        control.send(json.dumps({"refused": refused}).encode())


def prepare() -> None:
    """Spare every script's process what need not be done in each.

    Finalizers of what was imported are this process's affair: those of PyTorch's operators take 40 ms at every exit.
    """
    for finalizer in list(getattr(weakref.finalize, "_registry", ())):
        finalizer.atexit = False
    with suppress(ImportError):
        import resource  # noqa: F401


def sweep(lanes: set[int]) -> None:
    """Reap lanes that ended, and end what scripts of theirs left to us."""
    for pid in lane.children():
        try:
            if pid not in lanes:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            elif os.waitpid(pid, os.WNOHANG)[0]:
                lanes.discard(pid)
        except (ProcessLookupError, ChildProcessError):
            continue


def fork_lane(control: socket.socket, descriptor: int) -> int:
    """Fork a process that serves jobs on the socket; return its number."""
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        control.close()
        snippet.die_with_parent()
        lane.serve(socket.socket(fileno=descriptor), sys.argv[2] == "walled")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
