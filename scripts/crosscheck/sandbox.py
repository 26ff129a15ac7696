"""What a snippet's process may see: a folder of its own and a short list of environment variables."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosscheck.model.vocabulary import Device

THREADS = 1


@dataclass(frozen=True)
class Box:
    """A private folder holding a copy of the pair's files, and the variables a process in it gets."""

    folder: Path
    variables: Mapping[str, str]


@contextmanager
def box(source: Path, interpreter: Path, device: Device) -> Iterator[Box]:
    """Make a box for the files of `source`; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="crosscheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        work = folder / "work"
        work.mkdir()
        (folder / "tmp").mkdir()
        for path in sorted(source.iterdir()):
            if path.is_file() and path.name != "pair.yml":
                shutil.copyfile(path, work / path.name)
        yield Box(work, _variables(folder, interpreter, device))


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
