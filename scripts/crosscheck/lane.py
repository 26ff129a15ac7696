"""One end of a lane, the process that forks one script at a time; how such a process is started and ended."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscheck.cgroups import Group, group
from crosscheck.errors import MachineError
from crosscheck.model.vocabulary import Device, Level, Start
from crosscheck.sandbox import WORKER, Room, room

ANSWER_SECONDS = 10.0
GRACE = 2.0
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Has the C library ask for large pages: forking and ending a process is quicker by what need not be copied page by
page. Said to what forks scripts, not to scripts; where pages are all of one size it means nothing."""


class LaneLost(Exception):
    """The lane did not answer, or is gone."""


@dataclass
class Lane:
    """One end of a lane. Used by one thread at a time."""

    control: socket.socket
    room: Room
    group: Group | None
    start: Start

    def send(self, job: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        """Hand over a job with its descriptors. Raises LaneLost."""
        try:
            socket.send_fds(self.control, [json.dumps(job).encode()], list(descriptors))
        except OSError as error:
            raise LaneLost(str(error)) from error

    def enter_group(self) -> None:
        """Have the lane, and so all that it forks, be in its group. Raises LaneLost."""
        if self.group is None:
            return
        inside = self.group.descriptors()
        try:
            socket.send_fds(self.control, [b"enter"], inside)
        except OSError as error:
            raise LaneLost(str(error)) from error
        finally:
            for descriptor in inside:
                os.close(descriptor)
        if self.answer(ANSWER_SECONDS) is None:
            raise LaneLost("the lane does not answer")
        self.group.keep()

    def end_script(self) -> None:
        """Ask the lane to end its script."""
        with suppress(OSError):
            self.control.send(b"end")

    def answer(self, seconds: float) -> dict[str, Any] | None:
        """Return the lane's answer, or None when it gives none in time. Raises LaneLost when it is gone."""
        return receive(self.control, seconds)


def receive(control: socket.socket, seconds: float) -> dict[str, Any] | None:
    """Return one message from the other end, or None when none comes in time. Raises LaneLost when it is gone."""
    ready, _, _ = select.select([control], [], [], max(0.0, seconds))
    if not ready:
        return None
    try:
        data = control.recv(1 << 20)
    except OSError as error:
        raise LaneLost(str(error)) from error
    if not data:
        raise LaneLost("the process that starts scripts is gone")
    answer: dict[str, Any] = json.loads(data)
    return answer


def launch(where: Room, program: str, words: Sequence[str]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a program of worker/ under the room's interpreter, behind the room's walls."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    log = os.open(where.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    command = [*where.prefix(), str(where.interpreter), str(WORKER / program), str(theirs.fileno())]
    command += ["walled" if where.walled else "open", *words]
    try:
        process = subprocess.Popen(
            command,
            cwd="/",
            env=where.variables(f"{where.seen}/home") | LARGE_PAGES,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    except OSError as error:
        ours.close()
        raise MachineError(f"{where.interpreter} could not be started: {error.strerror}") from error
    finally:
        theirs.close()
        os.close(log)
    return process, ours


def finish(process: subprocess.Popen[bytes], control: socket.socket, where: Room) -> None:
    """Hang up; the process then ends what it started, and itself. Who does not is killed."""
    control.close()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
    if process.returncode and not where.walled:
        end_marked(where.folder)


def end_marked(folder: Path) -> None:
    """End processes whose home was set to this folder or one in it."""
    mark = f"HOME={folder}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if any(word.startswith(mark) for word in path.read_bytes().split(b"\0")):
                os.kill(int(path.parent.name), signal.SIGKILL)


@contextmanager
def fresh_lane(
    interpreter: Path, device: Device, level: Level, extra: Mapping[str, str] | None = None
) -> Iterator[Lane]:
    """Give a lane in a new interpreter, for one script. Raises MachineError."""
    with ExitStack() as stack:
        where = stack.enter_context(room(interpreter, device, level, extra))
        inside = stack.enter_context(group()) if level is not Level.OFF else None
        process, control = launch(where, "lane.py", [])
        stack.callback(finish, process, control, where)
        made = Lane(control, where, inside, Start.FRESH)
        try:
            made.enter_group()
            yield made
        except LaneLost as lost:
            raise LaneLost(f"{lost}{where.last_words()}") from lost
