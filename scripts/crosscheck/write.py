"""Write files whole or not at all, and only when their bytes change; what can be made again costs less."""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident

from crosscheck.errors import MachineError


def write_bytes(path: Path, data: bytes) -> bool:
    """Write atomically; return whether the file changed. Raises MachineError when the disk refuses."""
    try:
        if _holds(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise MachineError(f"{path} could not be written: {error.strerror}; what stood there is unchanged") from error
    return True


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


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


def write_generated(path: Path, data: bytes) -> bool:
    """Write in place what the next build makes again if this one is cut short; return whether the file changed.

    Waiting for the disk and renaming take most of the time of writing thousands of small files.
    """
    try:
        if _holds(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise MachineError(f"{path} could not be written: {error.strerror}; build again when it can be") from error
    return True


def write_text(path: Path, text: str) -> bool:
    """Write text as UTF-8 with plain newlines; return whether the file changed."""
    return write_bytes(path, text.encode("utf-8"))
