"""The folder for what can be made again, and words that were made from a tree that has not changed since."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from crosscheck.errors import MachineError
from crosscheck.write import write_text

TOPS = ("data", "snippets")


def cache_folder() -> Path:
    """Return the folder for what can be made again: $CROSSCHECK_CACHE, or the user's cache folder."""
    named = os.environ.get("CROSSCHECK_CACHE")
    if named:
        return Path(named).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "crosscheck"


def name_of(root: Path) -> str:
    """Return the name under which things about a checkout are kept."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:16]


def state_of(root: Path) -> str:
    """Hash the names, sizes and times of change of every file below data/ and snippets/, without opening one."""
    digest = hashlib.sha256()
    for top in TOPS:
        for folder, _, names in sorted(os.walk(root / top)):
            for name in sorted(names):
                with suppress(OSError):
                    seen = os.stat(os.path.join(folder, name))
                    digest.update(f"{folder}/{name}|{seen.st_size}|{seen.st_mtime_ns}|{seen.st_ino}\n".encode())
    return digest.hexdigest()


def recall(root: Path, day: str) -> Mapping[str, str] | None:
    """Return the words by id that were kept on this day for the tree as it is, or None."""
    try:
        kept = json.loads((cache_folder() / "shown" / f"{name_of(root)}.json").read_text(encoding="utf-8"))
        words: Mapping[str, str] = kept["words"]
        return words if (kept["day"], kept["state"]) == (day, state_of(root)) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(root: Path, day: str, words: Mapping[str, str]) -> None:
    """Keep words by id until the tree changes or the day ends; where nothing can be written, nothing is kept."""
    kept = {"day": day, "state": state_of(root), "words": dict(words)}
    with suppress(MachineError):
        write_text(cache_folder() / "shown" / f"{name_of(root)}.json", json.dumps(kept))
