"""Lanes: processes that fork one script at a time, fresh or from a parent that has imported a framework."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosscheck.cgroups import Group, group
from crosscheck.errors import MachineError
from crosscheck.model.vocabulary import Device, Level, Start
from crosscheck.sandbox import WORKER, Room, room

IMPORT_SECONDS = 180.0
ANSWER_SECONDS = 10.0
GRACE = 2.0
FORKS = hasattr(os, "fork") and sys.platform == "linux"
"""Elsewhere forking is not to be had, or not safe once system libraries are loaded; scripts start fresh there."""
DEATHS = 3
"""So many deaths of parents of a framework, and its scripts start fresh from then on."""


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
        return _receive(self.control, seconds)


def _receive(control: socket.socket, seconds: float) -> dict[str, Any] | None:
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


def _launch(where: Room, program: str, words: Sequence[str]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a program of worker/ under the room's interpreter, behind the room's walls."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    log = os.open(where.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    command = [*where.prefix(), str(where.interpreter), str(WORKER / program), str(theirs.fileno())]
    command += ["walled" if where.walled else "open", *words]
    try:
        process = subprocess.Popen(
            command,
            cwd="/",
            env=where.variables(f"{where.seen}/home"),
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


def _finish(process: subprocess.Popen[bytes], control: socket.socket, where: Room) -> None:
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
        process, control = _launch(where, "lane.py", [])
        stack.callback(_finish, process, control, where)
        made = Lane(control, where, inside, Start.FRESH)
        try:
            made.enter_group()
            yield made
        except LaneLost as lost:
            raise LaneLost(f"{lost}{where.last_words()}") from lost


@dataclass
class Parent:
    """A process that has imported a framework and forks lanes."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    room: Room
    refused: str | None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fork_lane(self, stack: ExitStack) -> Lane | None:
        """Return a new lane, or None when the parent refuses to fork. Raises LaneLost."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with self.lock, theirs:
            try:
                socket.send_fds(self.control, [b"lane"], [theirs.fileno()])
                answer = _receive(self.control, ANSWER_SECONDS)
            except (OSError, LaneLost) as error:
                ours.close()
                raise LaneLost(str(error)) from error
        if answer is None or answer["refused"]:
            self.refused = answer["refused"] if answer else "it does not answer"
            ours.close()
            return None
        stack.callback(ours.close)
        inside = stack.enter_context(group()) if self.room.level is not Level.OFF else None
        made = Lane(ours, self.room, inside, Start.PRELOADED)
        made.enter_group()
        return made


def start_parent(interpreter: Path, device: Device, level: Level, modules: Sequence[str], stack: ExitStack) -> Parent:
    """Start a parent and wait until it has imported the modules. Raises MachineError with the import's own words."""
    where = stack.enter_context(room(interpreter, device, level))
    process, control = _launch(where, "parent.py", modules)
    stack.callback(_finish, process, control, where)
    try:
        answer = _receive(control, IMPORT_SECONDS)
    except LaneLost:
        answer = {"failed": f"the import ended the process, status {process.wait()}"}
    if answer is None:
        answer = {"failed": f"no answer within {IMPORT_SECONDS:g} s"}
    if "failed" in answer:
        log = (where.folder / "log").read_bytes()[-2000:].decode("utf-8", errors="replace")
        words = "\n".join(f"{answer['failed']}\n{log}".strip().splitlines()[-12:])
        raise MachineError(f"infra: {', '.join(modules)} cannot be imported here:\n{words}")
    return Parent(process, control, where, answer["refused"])


@dataclass
class Lanes:
    """Lends lanes to worker threads: preloaded where a parent is to be had, fresh otherwise."""

    interpreter: Path
    device: Device
    level: Level
    preload: Mapping[str, Sequence[str]]
    """Modules to import beforehand, by framework; a framework that is not named starts fresh."""
    extra: Mapping[str, str] | None = None
    """Variables for fresh processes, on top of the usual ones."""
    stack: ExitStack = field(default_factory=ExitStack)
    parents: dict[str, Parent | MachineError | None] = field(default_factory=dict)
    idle: dict[str, list[Lane]] = field(default_factory=dict)
    deaths: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    opening: dict[str, threading.Lock] = field(default_factory=dict)

    def __enter__(self) -> Lanes:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    @contextmanager
    def lend(self, framework: str, fresh: bool = False) -> Iterator[Lane]:
        """Lend a lane; one that is lost while lent is not lent again. Raises MachineError."""
        lane = None if fresh else self._preloaded(framework)
        if lane is None:
            with fresh_lane(self.interpreter, self.device, self.level, self.extra) as made:
                yield made
            return
        try:
            yield lane
        except LaneLost:
            self._bury(framework, lane)
            raise
        with self.lock:
            self.idle.setdefault(framework, []).append(lane)

    def _preloaded(self, framework: str) -> Lane | None:
        if framework not in self.preload or not FORKS:
            return None
        with self.lock:
            idle = self.idle.setdefault(framework, [])
            if idle:
                return idle.pop()
            opening = self.opening.setdefault(framework, threading.Lock())
        with opening:
            parent = self._parent(framework)
            if parent is None:
                return None
            try:
                return parent.fork_lane(self.stack)
            except LaneLost:
                self._forget(framework)
                return None

    def _parent(self, framework: str) -> Parent | None:
        """Return the framework's parent, starting it the first time. Raises MachineError, each time anew."""
        if framework not in self.parents:
            try:
                modules = self.preload[framework]
                self.parents[framework] = start_parent(self.interpreter, self.device, self.level, modules, self.stack)
            except MachineError as error:
                self.parents[framework] = error
        parent = self.parents[framework]
        if isinstance(parent, MachineError):
            raise parent
        return None if parent is None or parent.refused else parent

    def _bury(self, framework: str, lane: Lane) -> None:
        lane.control.close()
        if lane.group:
            lane.group.empty()
        self._forget(framework)

    def _forget(self, framework: str) -> None:
        """Count a death; let the next lane come from a new parent, or from none after too many."""
        with self.lock:
            self.deaths[framework] = self.deaths.get(framework, 0) + 1
            parent = self.parents.get(framework)
            gone = isinstance(parent, Parent) and parent.process.poll() is not None
            if self.deaths[framework] >= DEATHS:
                self.parents[framework] = None
            elif gone:
                del self.parents[framework]

    def refusals(self) -> dict[str, str]:
        """Return why parents would not fork, by framework."""
        return {name: p.refused for name, p in self.parents.items() if isinstance(p, Parent) and p.refused}
