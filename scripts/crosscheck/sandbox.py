"""What a snippet's process may see and use: a folder of its own, a short list of variables, limits, and walls."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crosscheck.errors import MachineError
from crosscheck.model.vocabulary import Device, Level

THREADS = 1
MAX_FILE_BYTES = 1 << 30
MAX_OPEN_FILES = 1024
WORKER = Path(__file__).parent / "worker"

HIDDEN = ("/home", "/root", "/tmp", "/var/tmp", "/run", "/mnt", "/media")
"""Folders that a script at level strict finds empty: homes, temporary files, sockets of services, other disks."""


@dataclass(frozen=True)
class Box:
    """A private folder holding a copy of the pair's files, and what a process in it gets."""

    folder: Path
    variables: Mapping[str, str]
    limits: Mapping[str, int] = field(default_factory=dict)
    prefix: Sequence[str] = ()


@contextmanager
def box(source: Path, interpreter: Path, device: Device, level: Level = Level.OFF, seconds: int = 0) -> Iterator[Box]:
    """Make a box for the files of `source`; it is gone afterwards. `seconds` is the script's time limit."""
    with tempfile.TemporaryDirectory(prefix="crosscheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        work = folder / "work"
        work.mkdir()
        (folder / "tmp").mkdir()
        for path in sorted(source.iterdir()):
            if path.is_file() and path.name != "pair.yml":
                shutil.copyfile(path, work / path.name)
        limits = {} if level is Level.OFF else _limits(seconds)
        prefix = _walls(folder, work, interpreter) if level is Level.STRICT else ()
        yield Box(work, _variables(folder, interpreter, device), limits, prefix)


def _limits(seconds: int) -> dict[str, int]:
    """Return limits by the names of Python's resource module. Processor time counts every thread."""
    processors = os.cpu_count() or 1
    return {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": MAX_FILE_BYTES,
        "RLIMIT_NOFILE": MAX_OPEN_FILES,
        "RLIMIT_CPU": max(1, seconds) * processors,
    }


def _walls(folder: Path, work: Path, interpreter: Path) -> list[str]:
    """Return the bubblewrap command that builds the walls of level strict around what follows it."""
    environment, base = interpreter.parent.parent, interpreter.resolve().parent.parent
    hidden = [part for path in (*HIDDEN, str(Path.home())) if Path(path).is_dir() for part in ("--tmpfs", path)]
    seen = [part for path in (environment, base, WORKER) for part in ("--ro-bind", str(path), str(path))]
    command = [_bubblewrap() or "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/", "/"]
    own = ["--bind", str(folder), str(folder), "--chdir", str(work), "--"]
    return [*command, "--dev", "/dev", "--proc", "/proc", *hidden, *seen, *own]


def _bubblewrap() -> str | None:
    return shutil.which("bwrap")


@cache
def strict_is_to_be_had() -> bool:
    """Return whether bubblewrap is there and can make its namespaces on this machine."""
    tool = _bubblewrap()
    if tool is None:
        return False
    command = [
        tool,
        "--unshare-all",
        "--die-with-parent",
        "--ro-bind",
        "/",
        "/",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "true",
    ]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0
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


def _variables(folder: Path, interpreter: Path, device: Device) -> dict[str, str]:
    """Name every variable the process gets; nothing else of ours, so no secret, reaches it."""
    threads = str(THREADS)
    variables = {
        "PATH": os.pathsep.join([str(interpreter.parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
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
