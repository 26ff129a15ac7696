"""YAML text to plain values that know their line, refusing what could hang, crash or mislead.

The C parser yields events; a loop builds values from them, so nesting cannot exhaust the stack.
Scalars follow YAML 1.2's core words: `no`, `on`, `017`, `1:30` and dates stay text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from crosscheck.problems import Path, Problem, shown, spell_path

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_EVENTS = 20_000
"""More than four times what the largest file of this site has; so many are refused in milliseconds."""
MAX_SCALAR = 64_000

Mark = tuple[int, int]

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_NUMERIC = frozenset("+-.0123456789")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, bidi and tag characters, the unassigned


@dataclass(frozen=True)
class Document:
    """A file's value (mappings are dicts, sequences tuples) and the mark of each path in it."""

    file: str
    value: object
    marks: dict[Path, Mark]
    problems: tuple[Problem, ...] = ()

    def mark(self, path: Path) -> Mark:
        """Return the line and column of `path`, or of its nearest ancestor that has one."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))


class Refused(Exception):
    """The text is not fit to be read further; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(data: bytes, file: str) -> Document:
    """Read one document. Returns an empty one with a problem where the text is refused."""
    builder = _Builder(file)
    try:
        text = _decode(data, file)
        for event in _events(text, file):
            builder.take(event)
        builder.finish()
    except Refused as refused:
        return Document(file, None, {}, (*builder.problems, refused.problem))
    return Document(file, builder.value, builder.marks, tuple(builder.problems))


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _refuse(file, (1, 1), (), f"the file has {len(data)} bytes", "split it; the limit is 1 MB", "yaml-size")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise _refuse(
            file, (1, 1), (), "the file starts with a byte-order mark", "save it as plain UTF-8", "yaml-encoding"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise _refuse(file, (line, 1), (), message, "save the file as UTF-8", "yaml-encoding") from None
    if text.count(",") + text.count("\n") > 2 * MAX_EVENTS:
        message = f"more than {2 * MAX_EVENTS} commas and lines"
        raise _refuse(file, (1, 1), (), message, "split the file", "yaml-events")
    return text.replace("\r\n", "\n")


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    try:
        parser = _PARSER(text)
        for count, event in enumerate(iter(parser.get_event, None)):
            if count >= MAX_EVENTS:
                raise _refuse(file, (1, 1), (), f"more than {MAX_EVENTS} YAML events", "split the file", "yaml-events")
            yield event
    except yaml.MarkedYAMLError as error:
        lost = "end of stream" in str(error.problem)  # then where it began tells more than where the file ends
        mark = (error.context_mark if lost else error.problem_mark) or error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise _refuse(
            file, place, (), f"this is not YAML: {said}", "check indentation, quotes and tabs", "yaml-syntax"
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        said = shown(str(error).splitlines()[0], 100)
        raise _refuse(
            file, (line, 1), (), f"this is not YAML: {said}", "remove what cannot be read", "yaml-syntax"
        ) from None


def _refuse(file: str, mark: Mark, path: Path, message: str, mend: str, rule: str, value: str | None = None) -> Refused:
    return Refused(Problem(file, *mark, spell_path(path), message, mend, rule, value))


@dataclass
class _Open:
    """A collection under construction; `key` is the mapping key that waits for its value."""

    path: Path
    items: dict[str, object] | list[object]
    mapping: bool
    key: str = ""
    has_key: bool = False


@dataclass
class _Builder:
    file: str
    value: object = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: int = 0
    open: list[_Open] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        """Take the next event into the value."""
        start = event.start_mark
        assert start is not None
        mark = (start.line + 1, start.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self.open.pop()
            self._add(done.items if isinstance(done.items, dict) else tuple(done.items))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._no(mark, "a second document starts here", "keep one document a file", "yaml-documents")
        elif isinstance(event, yaml.AliasEvent):
            raise self._no(
                mark, "an alias repeats another part of the file", "write the value out", "yaml-anchor", event.anchor
            )

    def finish(self) -> None:
        """Refuse an empty file."""
        if not self.documents:
            raise self._no((1, 1), "the file is empty", "write the noun and a list of records", "yaml-documents")

    def _start(self, event: yaml.CollectionStartEvent, mark: Mark) -> None:
        self._bare(event, mark)
        if len(self.open) >= MAX_DEPTH:
            raise self._no(mark, f"nesting is deeper than {MAX_DEPTH}", "flatten it", "yaml-depth")
        if self.open and self.open[-1].mapping and not self.open[-1].has_key:
            raise self._no(mark, "a key is a list or a mapping", "use plain text as the key", "yaml-key")
        path, mapping = self._path(), isinstance(event, yaml.MappingStartEvent)
        self.marks.setdefault(path, mark)
        self.open.append(_Open(path, {} if mapping else [], mapping))

    def _bare(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        if event.anchor:
            raise self._no(
                mark, "an anchor is not allowed", "write the value out where it is needed", "yaml-anchor", event.anchor
            )
        if event.tag and event.tag != "!":
            raise self._no(mark, "a tag is not allowed", "remove it", "yaml-tag", event.tag)

    def _path(self) -> Path:
        if not self.open:
            return ()
        top = self.open[-1]
        if isinstance(top.items, list):
            return (*top.path, len(top.items))
        return (*top.path, top.key) if top.has_key else top.path

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        """Take text as a key or a value; of tens of thousands in a file nearly all are plain and short."""
        text = event.value
        if event.anchor or event.tag:
            self._bare(event, mark)
        if len(text) > MAX_SCALAR:
            raise self._no(mark, f"a value is longer than {MAX_SCALAR} characters", "shorten it", "yaml-scalar")
        if not text.isprintable():
            self._characters(text, mark)
        top = self.open[-1] if self.open else None
        if top and top.mapping and not top.has_key:
            self._key(top, text, mark)
            return
        if top is None or not top.mapping:  # a mapping's value stands where its key does
            self.marks.setdefault(self._path(), mark)
        self._add(_plain(event))

    def _characters(self, text: str, mark: Mark) -> None:
        """Refuse what cannot be seen, of which Python calls nothing printable."""
        for char in "" if text.replace("\n", "").isprintable() else text:
            if char != "\n" and unicodedata.category(char) in _UNSEEN:
                raise self._no(
                    mark, "a character that cannot be seen", "remove it", "yaml-character", f"U+{ord(char):04X}"
                )

    def _key(self, top: _Open, key: str, mark: Mark) -> None:
        path = (*top.path, key)
        if key in top.items:
            first = self.marks[path]
            message = f"the key stands twice, first at line {first[0]}"
            self.problems.append(
                Problem(
                    self.file, *mark, spell_path(path), message, "keep one of them", "yaml-duplicate-key", shown(key)
                )
            )
        self.marks[path] = mark
        top.key, top.has_key = key, True

    def _add(self, value: object) -> None:
        if not self.open:
            self.value = value
            return
        top = self.open[-1]
        if isinstance(top.items, dict):
            top.items[top.key] = value
            top.has_key = False
        else:
            top.items.append(value)

    def _no(self, mark: Mark, message: str, mend: str, rule: str, value: str | None = None) -> Refused:
        path = self._path() if self.open else ()
        return _refuse(self.file, mark, path, message, mend, rule, None if value is None else shown(value))


def _plain(event: yaml.ScalarEvent) -> object:
    """Return what a scalar means: text, unless it is unquoted and one of YAML 1.2's words or numbers."""
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text) and not text.isdigit():
        return float(text)
    return text
