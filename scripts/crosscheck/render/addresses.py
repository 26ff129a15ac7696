"""Where each record is shown, and the address that goes on leading there whatever moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crosscheck.model.base import Record
from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Comparison, Decision
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Source, Tool

SITE = "https://crosscheck-kb.github.io/crosscheck/"
"""Where the site is served; mkdocs.yml says the same in `site_url`, and a test compares them."""

OWNER = "crosscheck-kb.github.io,2026"
"""Who gives out the ids in the feeds (RFC 4151); it stays what it is even if the site moves."""

AUTHORS = "The Crosscheck contributors"

PLURALS: tuple[tuple[type[Record], str], ...] = (
    (Claim, "claims"),
    (Assertion, "assertions"),
    (Pair, "pairs"),
    (Tool, "tools"),
    (Source, "sources"),
    (Comparison, "comparisons"),
    (Decision, "decisions"),
)


def permanent(record: Record, id_: str | None = None) -> str:
    """Return the record's permanent address below the site, under its own id or a former one."""
    plural = next(word for cls, word in PLURALS if isinstance(record, cls))
    return f"to/{plural}/#{id_ or record.id}"  # type: ignore[attr-defined]


def place(record: Record) -> str:
    """Return where the record is shown today, as a page path with its anchor."""
    match record:
        case Claim():
            return f"claims/{record.topic}/#{record.id}"
        case Assertion():
            return f"heard/{record.source}/#{record.id}"
        case Pair():
            return f"pairs/{record.id}/"
        case Tool():
            return f"tools/#{record.id}"
        case Source():
            return f"sources/#{record.id}"
        case Comparison():
            return f"compare/{record.id}/"
        case Decision():
            return f"decide/{record.id}/"
    raise TypeError(f"{type(record).__name__} has no page")


def entries(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Return by noun the anchors of the page `to/<noun>/`, each with where it leads; of two alike the first stands."""
    return {plural: _anchors(getattr(knowledge, plural)) for _, plural in PLURALS}


def _anchors(records: Sequence[Any]) -> dict[str, str]:
    """Return where each record is shown, by its id, its former ones after all that are in use, and its scenarios."""
    found: dict[str, str] = {}
    for record in records:
        found.setdefault(record.id, place(record))
    for record in records:
        for old in getattr(record, "formerly", ()):
            found.setdefault(old, place(record))
    for record in records:
        for one in record.scenarios if isinstance(record, Decision) else ():
            found.setdefault(f"{record.id}/{one.id}", f"{place(record)}{one.id}/")
    return found


def absolute(path: str) -> str:
    """Return the full address of a path below the site."""
    return SITE + path
