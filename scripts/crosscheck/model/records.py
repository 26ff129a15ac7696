"""Frameworks, tools, sources, topics and environments."""

from __future__ import annotations

from pydantic import StrictBool

from crosscheck.model.base import CheckRef, Day, Id, Line, Part, PartialDay, Prose, Record, Url, Version
from crosscheck.model.vocabulary import Coverage, Device, SourceKind, ToolGroup, ToolStatus


class Topic(Record):
    """A part of the comparison; claims, pairs and pages are grouped by it."""

    id: Id
    """Stable name, used in addresses and as the folder of its pairs."""
    title: Line
    """Heading on the pages."""
    about: Line
    """One sentence: what the topic covers."""
    notebook: StrictBool = False
    """Whether its pairs are also shown one after the other, as a notebook to read through."""


class Source(Record):
    """A document that can be cited. Only documents that were really opened stand here."""

    id: Id
    """Stable name by which claims cite it."""
    title: Line
    """The document's own title."""
    publisher: Line
    """Who publishes it."""
    kind: SourceKind
    """What sort of document it is."""
    url: Url | None = None
    """Address, https only. Leave out only when it is not known; `note` then says why."""
    author: Line | None = None
    """Who wrote it, where known."""
    published: PartialDay | None = None
    """When it was published: 2025, 2025-03 or 2025-03-07. Leave out when the document does not say."""
    checked: Day
    """When one of us last opened it."""
    note: Prose | None = None
    """What was read, if not the whole, or why there is no address."""
    formerly: tuple[Id, ...] = ()
    """Ids it had before; their addresses lead here."""


class Release(Part):
    """A release of a tool or framework."""

    version: Version
    """Version number, quoted."""
    date: PartialDay | None = None
    """When it came out, if a source says so."""


class Tool(Record):
    """A named piece of software, service or body around a framework."""

    id: Id
    """Stable name, used in addresses."""
    name: Line
    """The name people use."""
    role: Line
    """One neutral sentence: what it does."""
    frameworks: tuple[Id, ...]
    """The frameworks it belongs to or works with; [] for a neighbour."""
    group: ToolGroup
    """Where it sits."""
    status: ToolStatus
    """Whether it is alive."""
    since: PartialDay | None = None
    """When it took that status, if that could be established."""
    status_note: Prose
    """What the evidence for the status is."""
    last_release: Release | None = None
    """Its newest release."""
    successor: Id | None = None
    """The tool that took its place."""
    instead: Prose | None = None
    """What to use instead, where there is no single successor."""
    sources: tuple[Id, ...] = ()
    """Sources that were opened for this row."""
    checks: tuple[CheckRef, ...] = ()
    """Checks that show its state, as `pair-id#check-id`."""
    checked: Day
    """When the row was last checked."""
    aliases: tuple[Line, ...] = ()
    """Other names people search for."""
    formerly: tuple[Id, ...] = ()
    """Ids it had before; their addresses lead here."""


class Framework(Record):
    """A column of the comparison."""

    id: Id
    """Stable name; its scripts are called `in_<id>.py`."""
    name: Line
    """The name as its makers write it."""
    short: Line
    """A short form for narrow tables."""
    package: Line
    """The Python distribution whose version a run records, as in `torch`."""
    first_release: PartialDay
    """When it was first released. No verdict about it can be older."""
    about: Prose
    """A neutral sentence or two."""
    sources: tuple[Id, ...]
    """Sources for the above."""
    coverage: Coverage = Coverage.FULL
    """How complete its column has to be."""
    preload: tuple[Line, ...] = ()
    """Modules that the verifier imports once and then forks from; without any, each script starts fresh."""
    voids: tuple[Line, ...] = ()
    """Words in a script's output that void what it shows, as when a graph compiler gave up without an error."""


class Environment(Record):
    """A declared set of packages in which pairs run. What a run really had is discovered and recorded."""

    id: Id
    """Stable name; a pair may ask for it."""
    title: Line
    """Heading on the pages."""
    about: Prose
    """What it is for."""
    requirements: Line
    """Its pins: a file below data/environments/ with `name==version` lines."""
    node: Line | None = None
    """Its packages for browsers, if any: a file below data/environments/ with `name@version` lines. Each is unpacked
    below node_modules/, without what it depends on."""
    python: Version
    """The interpreters it can be built with, as in ">=3.11,<3.14"."""
    packages: tuple[Line, ...] = ()
    """Packages, besides the frameworks' own, whose versions a run records."""
    device: Device = Device.CPU
    """What its pairs run on."""
    frameworks: tuple[Id, ...] = ()
    """The frameworks it holds, where it does not hold all; of a pair only their scripts run in it."""
    default: bool = False
    """True for the one environment that pairs use unless they name another."""
