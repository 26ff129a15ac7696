"""Write files whole or not at all, and only when their bytes change; what can be made again costs less."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import get_ident

from crosscheck.errors import MachineError

DOCS = Path("build/docs")
"""The folder of finished pages, below the checkout, from which engines render."""


def write_bytes(path: Path, data: bytes) -> bool:
    """Write atomically; return whether the file changed. Raises MachineError when the disk refuses."""
    return _written(path, data, _replace, "what stood there is unchanged")


def write_generated(path: Path, data: bytes) -> bool:
    """Write in place what the next build makes again if this one is cut short; return whether the file changed.

    Waiting for the disk and renaming take most of the time of writing thousands of small files.
    """
    return _written(path, data, Path.write_bytes, "build again when it can be")


def _written(path: Path, data: bytes, write: Callable[[Path, bytes], object], otherwise: str) -> bool:
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)
    except OSError as error:
        raise MachineError(f"{path} could not be written: {error.strerror}; {otherwise}") from error
    return True


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}")
    try:
        with open(new, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> bool:
    """Write text as UTF-8 with plain newlines; return whether the file changed."""
    return write_bytes(path, text.encode("utf-8"))
