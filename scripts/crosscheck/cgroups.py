"""Control groups of a lane: how much memory and how many tasks a script may have, and the kernel's word on kills.

Version 1 where its memory and pids trees can be written, version 2 where a group with both is delegated, else none.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TREE = Path("/sys/fs/cgroup")
MEMORY_BYTES = 4 << 30
TASKS = 512
_numbers = itertools.count()
_finding_out = threading.Lock()


@dataclass(frozen=True)
class Counts:
    """How many processes the kernel killed for memory, and how often the group met its own limit."""

    kills: int
    full: int


@dataclass(frozen=True)
class Group:
    """The folders of one group: those for memory and for tasks under version 1, one under version 2."""

    folders: tuple[Path, ...]
    keepers: set[int] = field(default_factory=set)
    """Processes that stay in the group when it is emptied: the lane."""

    def descriptors(self) -> list[int]:
        """Open the files through which a process enters the group; the caller closes them."""
        return [os.open(folder / "cgroup.procs", os.O_WRONLY) for folder in self.folders]

    def memory(self) -> Counts:
        """Return the kernel's counts for the group so far."""
        found: dict[str, str] = {}
        for name in ("memory.oom_control", "memory.events"):
            with suppress(OSError):
                found |= dict(line.split() for line in (self.folders[0] / name).read_text().splitlines())
        with suppress(OSError):
            found["max"] = (self.folders[0] / "memory.failcnt").read_text()
        return Counts(int(found.get("oom_kill", 0)), int(found.get("max", 0)))

    def members(self) -> list[int]:
        """Return the processes in the group, without those that stay."""
        found: set[int] = set()
        for folder in self.folders:
            with suppress(OSError):
                found |= {int(line) for line in (folder / "cgroup.procs").read_text().split()}
        return sorted(found - self.keepers)

    def keep(self) -> None:
        """Keep who is in the group now, and have the kernel rather end others there when memory runs out."""
        self.keepers.update(self.members())
        for pid in self.keepers:
            with suppress(OSError):
                Path(f"/proc/{pid}/oom_score_adj").write_text("-1000")

    def is_quiet(self) -> bool:
        """Return whether the kernel counts no more tasks than those that stay, which must be alive: the quick way."""
        try:
            return int((self.folders[-1] / "pids.current").read_text()) == len(self.keepers)
        except (OSError, ValueError):
            return False

    def empty(self) -> int:
        """End whatever is in the group; return how many there were."""
        first = members = self.members()
        while members:
            for pid in members:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.002)
            members = self.members()
        return len(first)


@contextmanager
def group() -> Iterator[Group | None]:
    """Make a group, empty and remove it afterwards. None where there is none to be had."""
    bases = writable()
    if not bases:
        yield None
        return
    name = f"crosscheck-{os.getpid()}-{next(_numbers)}"
    made = Group(tuple(base / name for base in bases))
    with ExitStack() as stack:
        for folder in made.folders:
            folder.mkdir()
            stack.callback(_remove, folder)
        _limit(made)
        stack.callback(made.empty)
        stack.callback(made.keepers.clear)
        yield made


def _limit(made: Group) -> None:
    wanted = {
        "memory.limit_in_bytes": MEMORY_BYTES,
        "memory.max": MEMORY_BYTES,
        "memory.swap.max": 0,
        "pids.max": TASKS,
    }
    for folder in made.folders:
        for name, value in wanted.items():
            if (folder / name).exists():
                (folder / name).write_text(str(value))


def _remove(folder: Path) -> None:
    for _ in range(50):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.01)
        else:
            return


def writable() -> tuple[Path, ...]:
    """Return the folders under which a group with limits on memory and tasks can be made; () when there are none.

    One thread at a time finds out: two that probed at once would take each other's folder for a refusal.
    """
    with _finding_out:
        return _writable()


@cache
def _writable() -> tuple[Path, ...]:
    own = _own()
    first = tuple(TREE / tree / own.get(tree, "").lstrip("/") for tree in ("memory", "pids"))
    second = (TREE / own.get("", "").lstrip("/"),)
    for bases, needed in ((first, ()), (second, ("memory", "pids"))):
        for base in bases:
            _sweep(base)
        if all(os.access(base / "cgroup.procs", os.W_OK) and _probe(base, needed) for base in bases):
            return bases
    return ()


def _sweep(base: Path) -> None:
    """Remove the empty groups of processes that were killed before they could."""
    for folder in base.glob("crosscheck-*-*"):
        number = folder.name.split("-")[1]
        if number.isdigit() and not Path("/proc", number).exists():
            with suppress(OSError):
                folder.rmdir()


def _own() -> dict[str, str]:
    """Return this process's group by controller; version 2 has the empty name."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    parts = [line.split(":", 2) for line in lines]
    return {name: path for _, names, path in parts for name in names.split(",")}


def _probe(base: Path, needed: tuple[str, ...]) -> bool:
    """Make a group and remove it again."""
    folder = base / f"crosscheck-probe-{os.getpid()}"
    try:
        if needed:
            offered = (base / "cgroup.subtree_control").read_text(encoding="utf-8").split()
            if not set(needed) <= set(offered):
                return False
        folder.mkdir()
        folder.rmdir()
    except OSError:
        return False
    return True
