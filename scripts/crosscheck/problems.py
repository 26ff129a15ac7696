"""A problem: where it is, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

ERROR = "error"
WARNING = "warning"

Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. Lines and columns count from 1."""

    file: str
    line: int
    col: int
    path: str
    message: str
    mend: str
    rule: str
    value: str | None = None
    level: str = ERROR

    def __str__(self) -> str:
        """Return `file:line:col: path: what is wrong, "value"; how to mend it [rule-id]`."""
        quoted = "" if self.value is None else f', "{self.value}"'
        where = f"{self.file}:{self.line}:{self.col}"
        path = f" {self.path}:" if self.path else ""
        note = "warning: " if self.level == WARNING else ""
        return f"{where}:{path} {note}{self.message}{quoted}; {self.mend} [{self.rule}]"


def spell_path(path: Path) -> str:
    """Write a path as a person would: `claims[2].evidence.sources[0].id`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def shown(value: object, limit: int = 60) -> str:
    """Quote a value in a message: printable, on one line, cut to `limit` characters."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """Name the near miss among `known`, or say `otherwise`."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else otherwise
