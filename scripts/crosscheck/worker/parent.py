"""Import a framework, do nothing else, and fork a lane for every worker that asks.

Started as `python parent.py SOCKET_FD open|walled MODULE…`. Says once whether the import went well; then each message
carries a socket for a new lane, and is answered with its process or a refusal.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import sys
import traceback
import types
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import guard
import lane
import snippet


def main() -> None:
    """Import, say so, and fork lanes until the other side hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    try:
        with noting_exit_handlers() as handlers:
            operations = guard.import_all(*sys.argv[3:])
    except BaseException:
        control.send(json.dumps({"failed": traceback.format_exc()[-4000:]}).encode())
        return
    gc.freeze()
    gc.enable()
    prepare(handlers)
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


@contextmanager
def noting_exit_handlers() -> Iterator[list[Callable[..., object]]]:
    """Note what is registered to be called at exit meanwhile."""
    registered: list[Callable[..., object]] = []
    register = atexit.register

    def note(function, *arguments, **named):  # type: ignore[no-untyped-def]
        registered.append(function)
        return register(function, *arguments, **named)

    atexit.register = note
    try:
        yield registered
    finally:
        atexit.register = register


def prepare(handlers: list[Callable[..., object]]) -> None:
    """Spare every script's process what need not be done in each.

    Exit handlers and finalizers of what was imported are this process's affair: those of PyTorch take longer at every
    exit than all else that is added to a script. Handlers of the standard library stay, since a script's own processes,
    threads and logs need them; of logs they close what the script opened.
    """
    for handler in handlers:
        if not is_standard(handler):
            atexit.unregister(handler)
    getattr(weakref.finalize, "_registry", {}).clear()
    getattr(sys.modules.get("logging"), "_handlerList", []).clear()
    with suppress(ImportError):
        import resource  # noqa: F401


def is_standard(function: Callable[..., object]) -> bool:
    """Return whether a function stands in a file of the standard library; what code says of itself can be wrong."""
    if not isinstance(function, (types.FunctionType, types.MethodType)):
        return False
    module = function.__module__ or ""
    file = getattr(sys.modules.get(module), "__file__", None)
    return module.partition(".")[0] in sys.stdlib_module_names and file == function.__code__.co_filename


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
    os._exit(0)  # nobody needs what a framework tidies up at its interpreter's end, which takes a third of a second
