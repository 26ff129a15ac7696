"""Flat tables of the knowledge as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from crosscheck.ledger import Ledger
from crosscheck.model.claims import Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import absolute, permanent
from crosscheck.standing import Stand
from crosscheck.tables import inherited, ruling

Stands = Mapping[str, Stand]
Row = tuple[object, ...]

HEADS: Mapping[str, tuple[str, ...]] = {
    "claims": (
        *("id", "statement", "topic", "frameworks", "kind", "verdict", "standing", "standing_because", "favours"),
        *("checks", "sources", "reviewed", "review_by", "address"),
    ),
    "assertions": ("id", "source", "place", "says", "claim", "verdict", "address"),
    "tools": (
        *("id", "name", "frameworks", "group", "status", "since", "last_release", "last_release_date", "successor"),
        *("sources", "checked", "address"),
    ),
    "sources": ("id", "title", "publisher", "author", "kind", "url", "published", "checked", "address"),
    "comparisons": ("comparison", "row", "criterion", "framework", "mark", "word", "since", "standing", "claims"),
    "checks": ("check", "pair", "kind", "states", "passed", "detail", "environment", "when"),
}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet computes a cell that begins with one of these; an apostrophe before it says that it is text."""


def csv_files(knowledge: Knowledge, ledger: Ledger, stands: Stands) -> Iterator[tuple[str, str]]:
    """Yield each table's path below the docs folder and its text."""
    tables: dict[str, Iterator[Row]] = {
        "claims": (_claim(claim, stands[claim.id]) for claim in knowledge.claims),
        "assertions": (
            (a.id, a.source, a.place, a.says, a.claim, ruling(a, knowledge), absolute(permanent(a)))
            for a in knowledge.assertions
        ),
        "tools": _tools(knowledge),
        "sources": (
            (s.id, s.title, s.publisher, s.author, s.kind, s.url, s.published, s.checked, absolute(permanent(s)))
            for s in knowledge.sources
        ),
        "comparisons": _cells(knowledge, stands),
        "checks": _checks(knowledge, ledger),
    }
    for name, rows in tables.items():
        yield f"api/v1/{name}.csv", table(HEADS[name], rows)


def table(head: Sequence[str], rows: Iterator[Row]) -> str:
    """Write one table; a list in a cell is joined by spaces."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | date):
        return str(value).lower()
    shown = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _claim(claim: Claim, stand: Stand) -> Row:
    return (
        *(claim.id, claim.statement, claim.topic, claim.frameworks, claim.kind, claim.verdict, stand.standing),
        *(stand.why, claim.favours.framework if claim.favours else None, claim.evidence.checks),
        *(tuple(citation.id for citation in claim.evidence.sources), claim.reviewed, claim.review_by),
        absolute(permanent(claim)),
    )


def _tools(knowledge: Knowledge) -> Iterator[Row]:
    for tool in knowledge.tools:
        last = tool.last_release
        yield (
            *(tool.id, tool.name, tool.frameworks, tool.group, tool.status, tool.since),
            *(last.version if last else None, last.date if last else None, tool.successor, tool.sources, tool.checked),
            absolute(permanent(tool)),
        )


def _cells(knowledge: Knowledge, stands: Stands) -> Iterator[Row]:
    for comparison in knowledge.comparisons:
        for row in comparison.rows:
            for framework, cell in row.cells.items():
                standing = inherited(cell.claims, stands)
                where = (comparison.id, row.id, row.criterion, framework)
                yield (*where, cell.mark, cell.word, cell.since, standing, cell.claims)


def _checks(knowledge: Knowledge, ledger: Ledger) -> Iterator[Row]:
    for pair in knowledge.pairs:
        environment = knowledge.environment_of(pair)
        run = ledger.latest(pair, environment)
        found = {check.id: check for check in run.checks} if run else {}
        for check in pair.checks:
            done = found.get(check.id)
            result = (done.passed, done.detail) if done else (None, None)
            where = (environment.id if environment else None, run.when if run else None)
            yield (f"{pair.id}#{check.id}", pair.id, check.kind, check.states, *result, *where)
