"""A parent: the process that has imported a framework, does nothing else, and forks lanes."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from crosscheck.cgroups import group
from crosscheck.errors import MachineError
from crosscheck.lane import ANSWER_SECONDS, Lane, LaneLost, finish, launch, receive
from crosscheck.model.vocabulary import Device, Level, Start
from crosscheck.sandbox import Room, room

IMPORT_SECONDS = 180.0


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
                answer = receive(self.control, ANSWER_SECONDS)
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


@dataclass(frozen=True)
class Importing:
    """A parent on its way."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    room: Room
    modules: tuple[str, ...]

    @classmethod
    def begin(
        cls, interpreter: Path, device: Device, level: Level, modules: Sequence[str], stack: ExitStack
    ) -> Importing:
        """Start a parent, which is ended with the stack. Raises MachineError."""
        where = stack.enter_context(room(interpreter, device, level))
        process, control = launch(where, "parent.py", modules)
        stack.callback(finish, process, control, where)
        return cls(process, control, where, tuple(modules))

    def has_answered(self) -> bool:
        """Return whether there is no need to wait for it."""
        return bool(select.select([self.control], [], [], 0)[0])

    def wait(self) -> Parent:
        """Wait until it has imported the modules. Raises MachineError with the import's own words."""
        try:
            answer = receive(self.control, IMPORT_SECONDS)
        except LaneLost:
            answer = {"failed": f"the import ended the process, status {self.process.wait()}"}
        if answer is None:
            answer = {"failed": f"no answer within {IMPORT_SECONDS:g} s"}
        if "failed" in answer:
            log = (self.room.folder / "log").read_bytes()[-2000:].decode("utf-8", errors="replace")
            words = "\n".join(f"{answer['failed']}\n{log}".strip().splitlines()[-12:])
            raise MachineError(f"infra: {', '.join(self.modules)} cannot be imported here:\n{words}")
        return Parent(self.process, self.control, self.room, answer["refused"])

    def abandon(self) -> None:
        """End it without waiting for its import."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
