"""Atom feeds (RFC 4287) of what changed: one of everything, one a framework; ids and dates come from the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Xml

from crosscheck.history import History
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import AUTHORS, OWNER, absolute, permanent
from crosscheck.render.changes import Event, Kind, changes

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 100
"""So many entries a feed holds; the page has them all."""

LONG_AGO = "1970-01-01T00:00:00Z"
"""When a feed without entries was last updated; the format wants a time."""


def feed_files(knowledge: Knowledge, history: History) -> Iterator[tuple[str, str]]:
    """Yield each feed's path below the docs folder and its text."""
    yield "feed.xml", feed("feed.xml", "Crosscheck: what changed", changes(knowledge, history), knowledge)
    for framework in knowledge.frameworks:
        path = f"feeds/{framework.id}.xml"
        mine = changes(knowledge, history, framework.id)
        yield path, feed(path, f"Crosscheck: what changed around {framework.name}", mine, knowledge, framework.id)


def feed(path: str, title: str, events: Sequence[Event], knowledge: Knowledge, framework: str = "") -> str:
    """Write one feed."""
    top = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(top, "title", title)
    _add(top, "id", f"tag:{OWNER}:{path.removesuffix('.xml')}")
    _add(top, "updated", max((event.moment for event in events), default=LONG_AGO))
    _add(_add(top, "author"), "name", AUTHORS)
    _add(top, "link", rel="self", type="application/atom+xml", href=absolute(path))
    _add(top, "link", rel="alternate", type="text/html", href=absolute("changes/"))
    _add(top, "rights", "CC BY 4.0")
    for event in events[:NEWEST]:
        _entry(_add(top, "entry"), event, knowledge, framework)
    Xml.indent(top, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(top, encoding="unicode") + "\n"


def _entry(entry: Xml.Element, event: Event, knowledge: Knowledge, framework: str) -> None:
    # What was reviewed on a day differs by framework; every other entry is the same one in each feed.
    own = f"/{framework}" if framework and event.kind is Kind.REVIEW else ""
    _add(entry, "title", event.what)
    _add(entry, "id", f"tag:{OWNER}:changes/{event.slug}{own}")
    _add(entry, "updated", event.moment)
    _add(entry, "category", term=event.kind.value, label=event.label)
    _add(entry, "link", rel="alternate", type="text/html", href=absolute(_leads_to(event, knowledge)))
    source = knowledge.source.get(event.source) if event.source else None
    if source and source.url:
        _add(entry, "link", rel="via", href=source.url)
    _add(entry, "summary", ". ".join(part for part in (event.on, event.more) if part))


def _leads_to(event: Event, knowledge: Knowledge) -> str:
    if event.tool:
        return permanent(knowledge.tool[event.tool])
    if event.claims and event.kind is not Kind.REVIEW:
        return permanent(knowledge.claim[event.claims[0]])
    return f"changes/#{event.slug}"


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, name, attributes)
    child.text = "".join(c for c in text if c.isprintable()) or None  # XML has no room for control characters
    return child
