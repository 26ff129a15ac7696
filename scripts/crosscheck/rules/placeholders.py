"""Nothing that `crosscheck new` left for a person to fill in is still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosscheck.nouns import NOUNS
from crosscheck.problems import Path
from crosscheck.rules import Finding, Rule, Scope

MARK = "TODO"


def _texts(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, tuple | list):
        for position, item in enumerate(value):
            yield from _texts(item, (*path, position))


def _left(scope: Scope) -> Iterator[Finding]:
    for noun in NOUNS:
        for record in getattr(scope.knowledge, noun.plural):
            if f'"{MARK}:' not in record.model_dump_json(exclude_defaults=True):
                continue
            for path, text in _texts(record.model_dump(by_alias=True, exclude_defaults=True)):
                if text.startswith(f"{MARK}:"):
                    yield Finding(record, path, "a placeholder is left", "write what it asks for", text)
    for pair in scope.knowledge.pairs:
        for name, text in pair.scripts.items():
            if MARK in text:
                yield Finding(pair, (), f"a placeholder is left in in_{name}.py", "write the script", pair.id)


RULES = [Rule("placeholder", "Nothing that crosscheck new left to be filled in is still there.", _left)]
