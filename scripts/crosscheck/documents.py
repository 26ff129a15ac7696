"""YAML documents that were read before: half of the time of loading is reading what has not changed."""

from __future__ import annotations

import hashlib
import marshal
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import yaml

from crosscheck import yaml_lines
from crosscheck.cached import cache_folder
from crosscheck.errors import MachineError
from crosscheck.write import write_bytes
from crosscheck.yaml_lines import Document, read

MOST = 600
"""So many documents are kept, those read last; this site has a fifth of them."""

SPOILED = (ValueError, EOFError, TypeError)
"""What reading kept values raises when they are not what was written."""


class Documents:
    """Reads documents, and keeps the sound ones in the cache folder by the hash of their bytes.

    What is kept is plain values in Python's own form for compiled files. With other bytes, another reader or another
    Python a document is read anew, and so is everything when the file of kept ones is spoiled.
    """

    def __init__(self) -> None:
        self._file = cache_folder() / "documents"
        self._kept = _stored(self._file)
        self._used: dict[bytes, bytes] = {}

    def read(self, data: bytes, file: str) -> Document:
        """Return the document that these bytes are."""
        digest = hashlib.sha256(data).digest()
        with suppress(KeyError, *SPOILED):
            value, marks = marshal.loads(self._kept[digest])
            self._used[digest] = self._kept[digest]
            return Document(file, value, marks)
        self._kept.pop(digest, None)
        document = read(data, file)
        if not document.problems:
            self._used[digest] = marshal.dumps((document.value, document.marks))  # type: ignore[arg-type]
        return document

    def keep(self) -> None:
        """Keep what was read for the next time; where nothing can be written, nothing is kept."""
        if self._used.keys() <= self._kept.keys():
            return
        others = {digest: kept for digest, kept in self._kept.items() if digest not in self._used}
        last = list((others | self._used).items())[-MOST:]
        with suppress(MachineError):
            write_bytes(self._file, marshal.dumps((_reader(), dict(last))))


def _stored(file: Path) -> dict[bytes, bytes]:
    try:
        reader, kept = marshal.loads(file.read_bytes())
        return kept if reader == _reader() and isinstance(kept, dict) else {}
    except (OSError, *SPOILED):
        return {}


@cache
def _reader() -> bytes:
    """Return a digest of all that decides what bytes are read as."""
    digest = hashlib.sha256(f"{sys.version} {yaml.__version__} {yaml.__with_libyaml__}".encode())
    digest.update(Path(yaml_lines.__file__).read_bytes())
    return digest.digest()
