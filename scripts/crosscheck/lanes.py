"""Lanes lent to worker threads: forked from a parent that has imported a framework, or fresh."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crosscheck.errors import MachineError
from crosscheck.lane import Lane, LaneLost, fresh_lane
from crosscheck.model.vocabulary import Device, Level
from crosscheck.parent import Importing, Parent

FORKS = hasattr(os, "fork") and sys.platform == "linux"
"""Elsewhere forking is not to be had, or not safe once system libraries are loaded; scripts start fresh there."""
DEATHS = 3
"""So many deaths of parents of a framework, and its scripts start fresh from then on."""


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
    ahead: dict[str, Importing] = field(default_factory=dict)
    """Parents that are importing just these modules, by framework; who began one ends it."""
    stack: ExitStack = field(default_factory=ExitStack)
    parents: dict[str, Parent | MachineError | None] = field(default_factory=dict)
    idle: dict[str, list[Lane]] = field(default_factory=dict)
    deaths: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    opening: dict[str, threading.Lock] = field(default_factory=dict)

    def __enter__(self) -> Lanes:
        """Begin to import every framework at once, whichever is needed first. Raises MachineError."""
        for framework in self.preload if FORKS else ():
            if framework not in self.ahead:
                self.ahead[framework] = self._begin(framework)
        return self

    def __exit__(self, *_: object) -> None:
        for parent in self.parents.values():
            if isinstance(parent, Parent):
                parent.control.close()  # all end at the same time; then each is waited for
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

    def importing(self, framework: str) -> bool:
        """Return whether the framework's first parent has not yet imported it."""
        first = self.ahead.get(framework)
        return first is not None and not first.has_answered()

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
                importing = self.ahead.get(framework) or self._begin(framework)
                self.parents[framework] = importing.wait()
            except MachineError as error:
                self.parents[framework] = error
            self.ahead.pop(framework, None)
        parent = self.parents[framework]
        if isinstance(parent, MachineError):
            raise parent
        return None if parent is None or parent.refused else parent

    def _begin(self, framework: str) -> Importing:
        return Importing.begin(self.interpreter, self.device, self.level, self.preload[framework], self.stack)

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
