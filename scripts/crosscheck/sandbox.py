"""What a script's process may see and use: a folder of its own, a short list of variables, limits, and walls."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crosscheck import cgroups
from crosscheck.errors import MachineError
from crosscheck.model.vocabulary import Device, Level

THREADS = 1
MAX_FILE_BYTES = 1 << 30
MAX_FOLDER_BYTES = 2 << 30
MAX_FILES = 20_000
MAX_OPEN_FILES = 1024
MAX_DATA_BYTES = 8 << 30
"""Limit on a process's own memory, by RLIMIT_DATA; mapped files, such as a framework's libraries, do not count."""

WORKER = Path(__file__).parent / "worker"
SEEN_ROOM = "/tmp/crosscheck"
SEEN_BOX = "/tmp/box"
"""Where a room and a box stand for those who are behind walls; walls.py says the same."""

HIDDEN = ("/home", "/root", "/tmp", "/var/tmp", "/run", "/mnt", "/media")
"""Folders that a script at level strict finds empty: homes, temporary files, sockets of services, other disks."""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Box:
    """A private folder holding a copy of the pair's files, and what a process in it gets."""

    outside: Path
    """The folder as this program sees it; the script works in `work` below it."""
    lane: str
    """The same folder as the lane that forks the script sees it."""
    folder: str
    """Where the script works, as the script sees it."""
    variables: Mapping[str, str]
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    """A temporary folder for one parent process and the boxes of its scripts."""

    folder: Path
    interpreter: Path
    device: Device
    level: Level
    extra: Mapping[str, str] = field(default_factory=dict)
    """Variables on top of the usual ones."""

    @property
    def seen(self) -> str:
        """The folder as the parent process sees it."""
        return SEEN_ROOM if self.walled else str(self.folder)

    @property
    def walled(self) -> bool:
        """Whether there are walls around it."""
        return self.level is Level.STRICT

    def prefix(self) -> list[str]:
        """Return the command that builds the outer walls around what follows it; nothing below level strict."""
        return _walls(self.folder, self.interpreter) if self.walled else []

    def last_words(self) -> str:
        """Return what the interpreter in it, or its walls, said last: mostly why nothing started."""
        log = (self.folder / "log").read_bytes()[-300:].decode("utf-8", errors="replace").strip().splitlines()
        return f"; it said: {log[-1]}" if log else ""

    def variables(self, home: str) -> dict[str, str]:
        """Return every variable that a process with this home folder gets."""
        return _variables(home, self.interpreter, self.device) | dict(self.extra)

    @contextmanager
    def box(
        self, files: Mapping[str, bytes], seconds: int = 0, extra: Mapping[str, str] | None = None
    ) -> Iterator[Box]:
        """Make a box with these files; it is gone afterwards. `seconds` is the script's time limit."""
        number = str(next(_numbers))
        outside = self.folder / "jobs" / number
        work = outside / "work"
        for folder in (outside, work, outside / "tmp"):
            folder.mkdir()
        try:
            for name, data in files.items():
                (work / name).write_bytes(data)
            home = SEEN_BOX if self.walled else str(outside)
            limits = {} if self.level is Level.OFF else _limits(seconds, self.device)
            yield Box(outside, f"{self.seen}/jobs/{number}", f"{home}/work", self.variables(home), limits)
        finally:
            shutil.rmtree(outside, ignore_errors=True)


@contextmanager
def room(interpreter: Path, device: Device, level: Level, extra: Mapping[str, str] | None = None) -> Iterator[Room]:
    """Make a room; it is gone afterwards. `extra` variables are there from the interpreter's start."""
    with tempfile.TemporaryDirectory(prefix="crosscheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "home" / "tmp").mkdir(parents=True)
        (folder / "jobs").mkdir()
        yield Room(folder, interpreter, device, level, dict(extra or {}))


def _limits(seconds: int, device: Device) -> dict[str, int]:
    """Return limits by the names of Python's resource module. Processor time counts every thread."""
    processors = os.cpu_count() or 1
    limits = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": MAX_FILE_BYTES,
        "RLIMIT_NOFILE": MAX_OPEN_FILES,
        "RLIMIT_CPU": max(1, seconds) * processors,
    }
    if device is Device.CPU:  # the driver of a card reserves far more than it uses
        limits["RLIMIT_DATA"] = MAX_DATA_BYTES
    return limits


def _walls(folder: Path, interpreter: Path) -> list[str]:
    """Return the bubblewrap command that builds the outer walls of level strict; worker/walls.py builds the inner."""
    environment, base = interpreter.parent.parent, interpreter.resolve().parent.parent
    hidden = [str(path) for path in dict.fromkeys((*map(Path, HIDDEN), Path.home())) if path.is_dir()]
    empty = [part for path in hidden for part in ("--tmpfs", path)]
    seen = [part for path in (environment, base, WORKER) for part in ("--ro-bind", str(path), str(path))]
    shut = [part for path in hidden if path != "/tmp" for part in ("--remount-ro", path)]
    command = [_bubblewrap() or "bwrap", "--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"]
    # the host's /proc stays for now: each script covers it with one of its own, which the kernel allows only then
    view = ["--ro-bind", "/", "/", "--dev", "/dev", "--bind", "/proc", "/proc", *empty, *seen, *shut]
    return [*command, *view, "--bind", str(folder), SEEN_ROOM, "--chdir", "/", "--"]


def _bubblewrap() -> str | None:
    return shutil.which("bwrap")


@cache
def strict_is_to_be_had() -> bool:
    """Return whether bubblewrap and the namespaces of level strict are to be had: a script that does nothing tells."""
    if _bubblewrap() is None:
        return False
    with tempfile.TemporaryDirectory(prefix="crosscheck-") as name:
        (Path(name) / "probe").mkdir()
        program = f"import sys; sys.path.insert(0, {str(WORKER)!r}); import walls; walls.probe('{SEEN_ROOM}/probe')"
        command = [*_walls(Path(name).resolve(), Path(sys.executable)), sys.executable, "-c", program]
        try:
            return subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False


def require(level: Level, device: Device) -> None:
    """Refuse a level that cannot be had here, rather than quietly give a weaker one. Raises MachineError."""
    if level is not Level.STRICT:
        return
    if device is not Device.CPU:
        raise MachineError("level strict hides the cards; run on one with --sandbox limits")
    if not strict_is_to_be_had():
        raise MachineError("level strict needs bubblewrap and user namespaces, which this machine does not give")


def kept_apart(level: Level) -> dict[str, str]:
    """Return by what means scripts are kept apart from the machine at a level, on this machine."""
    memory = "a limit for each process"
    if cgroups.writable():
        memory = "a control group, whose kills the kernel counts"
    off, strict = level is Level.OFF, level is Level.STRICT
    return {
        "files": "a private folder, the rest read-only or hidden, by bubblewrap" if strict else "a private folder",
        "network": "none, by a namespace" if strict else "as it is",
        "processes": "a namespace for each script" if strict else "a group, and adoption of what leaves it",
        "memory": "as it is" if off else memory,
    }


def contents(box: Box) -> tuple[int, int]:
    """Return how many files a box holds and their bytes; counting stops beyond what is allowed."""
    files = size = 0
    waiting = [box.outside]
    while waiting and files <= MAX_FILES:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
                    if files > MAX_FILES:
                        break
        except OSError:
            continue
    return files, size


def files_of(folder: Path) -> dict[str, bytes]:
    """Read a pair's files, without its description."""
    with os.scandir(folder) as entries:
        paths = {entry.name: entry.path for entry in entries if entry.is_file() and entry.name != "pair.yml"}
    return {name: Path(paths[name]).read_bytes() for name in sorted(paths)}


def _variables(home: str, interpreter: Path, device: Device) -> dict[str, str]:
    """Name every variable the process gets; nothing else of ours, so no secret, reaches it."""
    threads = str(THREADS)
    variables = {
        "PATH": os.pathsep.join([str(interpreter.parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": home,
        "TMPDIR": f"{home}/tmp",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads,
        "TF_CPP_MIN_LOG_LEVEL": "2",  # start-up notes of TensorFlow's C++ side would drown the script's own output
    }
    if device is Device.CPU:
        variables["CUDA_VISIBLE_DEVICES"] = "-1"
    for name in ("LD_LIBRARY_PATH", "SYSTEMROOT"):
        if name in os.environ:
            variables[name] = os.environ[name]
    return variables
