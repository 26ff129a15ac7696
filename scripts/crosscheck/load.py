"""Read data/ and snippets/ into one knowledge object and every problem on the way."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any

from crosscheck.documents import Documents
from crosscheck.errors import UsageError
from crosscheck.model.base import Record
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.nouns import NOUNS, Noun
from crosscheck.problems import Path, Problem, suggest
from crosscheck.schema import judge
from crosscheck.yaml_lines import MAX_BYTES, Document

MAX_FILES = 20_000


@dataclass(frozen=True)
class Loaded:
    """What was read, and what was wrong with it."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]


def load(root: FilePath) -> Loaded:
    """Read the tree below `root`. Raises UsageError when there is no data folder."""
    if not (root / "data").is_dir():
        raise UsageError(f"there is no data folder in {root}; run from a checkout, or name one with --root")
    reader = _Reader(root)
    records = {noun.plural: reader.noun(noun) for noun in NOUNS}
    reader.stray_files()
    reader.known.keep()
    pins = {e.id: reader.pins(e) for e in records["environments"] if isinstance(e, Environment)}
    known: dict[str, Any] = {plural: tuple(found) for plural, found in records.items()}
    knowledge = Knowledge(
        **known,
        pins=MappingProxyType({id_: text for id_, text in pins.items() if text is not None}),
        documents=MappingProxyType(reader.documents),
    )
    return Loaded(knowledge, tuple(reader.problems))


class _Reader:
    def __init__(self, root: FilePath) -> None:
        self.root = root
        self.known = Documents()
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def noun(self, noun: Noun) -> list[Record]:
        """Read all records of a noun, in the order of file names."""
        found: list[Record] = []
        for path in sorted(self.root.glob(noun.pattern))[:MAX_FILES]:
            document = self.document(path)
            if document is None:
                continue
            if noun.record is Pair:
                found += self._pair(document, path.parent)
            else:
                found += self._list(document, noun)
        return found

    def document(self, path: FilePath) -> Document | None:
        """Read one YAML file; None when it is refused."""
        file = path.relative_to(self.root).as_posix()
        data = self._bytes(path, file)
        if data is None:
            return None
        document = self.known.read(data, file)
        self.documents[file] = document
        self.problems += document.problems
        return None if document.value is None and document.problems else document

    def _bytes(self, path: FilePath, file: str) -> bytes | None:
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with open(descriptor, "rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            why = error.strerror or str(error)
            self._say(file, (), f"the file cannot be read: {why}", "use a plain readable file, not a link", "file-read")
            return None

    def pins(self, environment: Environment) -> str | None:
        """Read all pins of an environment as one text; None when a file of them is not there."""
        names = (environment.requirements, environment.node) if environment.node else (environment.requirements,)
        found = [self.text(f"data/environments/{name}") for name in names]
        return None if None in found else "\n".join(text for text in found if text is not None)

    def text(self, file: str) -> str | None:
        """Read a UTF-8 file named by a record; None, with a problem, when it cannot be."""
        path = self.root / file
        if ".." in FilePath(file).parts or not path.is_file():
            return None
        data = self._bytes(path, file)
        return None if data is None else data.decode("utf-8", errors="replace")

    def _list(self, document: Document, noun: Noun) -> list[Record]:
        value = document.value
        if not isinstance(value, Mapping):
            self._say(document.file, (), "a mapping is expected", f"start the file with {noun.plural}:", "schema-type")
            return []
        for key in value:
            if key != noun.plural:
                mend = suggest(key, [noun.plural], f"the one key here is {noun.plural}")
                self._say(document.file, (key,), f'there is no key "{key}"', mend, "schema-unknown-key")
        items = value.get(noun.plural)
        if not isinstance(items, tuple):
            self._say(document.file, (), f'the key "{noun.plural}" with a list is missing', "add it", "schema-missing")
            return []
        return [r for i in range(len(items)) if (r := self._judge(document, noun.record, (noun.plural, i)))]

    def _judge(self, document: Document, cls: type[Record], path: Path) -> Record | None:
        record, problems = judge(document, cls, path)
        self.problems += problems
        return record

    def _pair(self, document: Document, folder: FilePath) -> list[Record]:
        pair = self._judge(document, Pair, ())
        if not isinstance(pair, Pair):
            return []
        scripts: dict[str, str] = {}
        for path in sorted(folder.glob("in_*.py")):
            data = self._bytes(path, path.relative_to(self.root).as_posix())
            if data is not None:
                scripts[path.stem.removeprefix("in_")] = data.decode("utf-8", errors="replace")
        pair.furnish(folder.name, MappingProxyType(scripts))
        return [pair]

    def stray_files(self) -> None:
        """Report YAML files that no noun reads: a misspelt folder would otherwise lose claims without a word."""
        for top in ("data", "snippets"):
            for path in sorted((self.root / top).rglob("*.y*ml")):
                file = path.relative_to(self.root).as_posix()
                if file not in self.documents and not any(p.file == file for p in self.problems):
                    mend = suggest(file, [n.pattern for n in NOUNS], "move it where a noun is read, or remove it")
                    self._say(file, (), "nothing reads this file", mend, "file-stray")

    def _say(self, file: str, path: Path, message: str, mend: str, rule: str) -> None:
        document = self.documents.get(file)
        mark = document.mark(path) if document else (1, 1)
        where = str(path[-1]) if path else ""
        self.problems.append(Problem(file, *mark, where, message, mend, rule))
