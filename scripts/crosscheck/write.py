"""Write files whole or not at all, and only when their bytes change."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from crosscheck.errors import MachineError


def write_bytes(path: Path, data: bytes, lasting: bool = True) -> bool:
    """Write atomically; return whether the file changed. Raises MachineError when the disk refuses.

    `lasting` waits until the disk has it, which takes most of the time. What can be made again need not.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(descriptor, "wb") as stream:
                stream.write(data)
                if lasting:
                    stream.flush()
                    os.fsync(stream.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(f"{path} could not be written: {error.strerror}; what stood there is unchanged") from error
    return True


def write_text(path: Path, text: str) -> bool:
    """Write text as UTF-8 with plain newlines; return whether the file changed."""
    return write_bytes(path, text.encode("utf-8"))
