"""Start one script at a time in a forked process, and see to it that nothing of it stays.

Started as `python lane.py SOCKET_FD open|walled` for a single script in a fresh process, or entered from parent.py with
a framework imported. A message is a job as JSON with descriptors for its output, record and control groups; the answer
tells how it ended.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress

import guard
import snippet
import walls

MESSAGE = 1 << 20
END = b"end"
ENTER = b"enter"


def serve(control: socket.socket, walled: bool) -> None:
    """Take jobs until the other side hangs up; then end whatever is left and return."""
    if walled:
        walls.move_in()
    adopt_orphans()
    snippet.draw_anew()
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 8)
        if not data:
            end_descendants(0)
            return
        if data == END:
            continue  # it came after the script had ended by itself
        if data == ENTER:
            enter_groups(descriptors)
            control.send(b"{}")
            continue
        answer = do(json.loads(data), descriptors, control, walled)
        try:
            control.send(json.dumps(answer).encode())
        except OSError:
            end_descendants(0)
            return
        snippet.draw_anew()


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, so that none escapes by forking twice."""
    if sys.platform == "linux":
        walls.libc.prctl(walls.ADOPT_ORPHANS, 1, 0, 0, 0)


def do(job: dict[str, object], descriptors: list[int], control: socket.socket, walled: bool) -> dict[str, object]:
    """Run one script; return its wait status and how many processes had left its group."""
    refused = guard.why_not_fork()
    if refused:
        for descriptor in descriptors:
            os.close(descriptor)
        return {"refused": refused}
    output_fd, record_fd = descriptors
    snippet.set_variables(job)
    first = walls.open_cell() if walled else 0
    child = os.fork()
    if child == 0:
        control.close()
        be_ordinary()
        os.setsid()
        snippet.become(job, output_fd, record_fd, walled)
    if walled:
        walls.step_back()
    for descriptor in descriptors:
        os.close(descriptor)
    status, told = wait_for(child, control)
    if not walled:
        return {"status": status, "leaked": end_descendants(child), "told": told}
    left = walls.others(child, first)
    walls.tear_down(first)
    return {"status": status, "leaked": left, "told": told}


def enter_groups(groups: list[int]) -> None:
    """Put this process, and so all that it forks, into control groups whose `cgroup.procs` these are, open for writing.

    A script's process is born there: moving it would take the kernel longer than forking it.
    """
    for descriptor in groups:
        os.write(descriptor, b"0")
        os.close(descriptor)


def be_ordinary() -> None:
    """Be as likely as any process to be ended when memory runs out; the lane itself was made unlikely."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as stream:
        stream.write(b"0")


def wait_for(child: int, control: socket.socket) -> tuple[int, bool]:
    """Return the child's wait status, and whether the other side told us to end it."""
    told = False
    watched = [control]
    handle = os.pidfd_open(child) if hasattr(os, "pidfd_open") else -1
    try:
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status, told
            ready, _, _ = select.select(
                [*watched, *([handle] if handle >= 0 else [])], [], [], None if handle >= 0 else 0.01
            )
            if control in ready and not told:
                told, watched = True, []
                control.recv(MESSAGE)
                end(child)
    finally:
        if handle >= 0:
            os.close(handle)


def end(child: int) -> None:
    """End a script and its whole group."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(child, signal.SIGKILL)
        os.killpg(child, signal.SIGKILL)


def end_descendants(group: int) -> int:
    """End and reap everything below this process; return how many of them had left the script's group."""
    if group:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    outside: set[int] = set()
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return len(outside)
        for pid in children():
            try:
                if os.getpgid(pid) != group:
                    outside.add(pid)
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        select.select([], [], [], 0.001)


def children() -> list[int]:
    """Return the children of this process, adopted ones included."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as stream:
            return [int(word) for word in stream.read().split()]
    except OSError:
        return []


if __name__ == "__main__":
    sys.modules["lane"] = sys.modules["__main__"]
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2] == "walled")
