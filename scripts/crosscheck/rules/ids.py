"""Ids name one record each, also for eyes that do not see case."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.base import Record
from crosscheck.nouns import NOUNS
from crosscheck.rules import Finding, Rule, Scope

RESERVED = {"index", "404", "con", "nul", "aux", "prn"}


def _unique(scope: Scope) -> Iterator[Finding]:
    for noun in NOUNS:
        seen: dict[str, Record] = {}
        for record in getattr(scope.knowledge, noun.plural):
            first = seen.setdefault(record.id.casefold(), record)
            if first is not record:
                message = f"the id stands twice in {noun.plural}, first at {first.site.file}:{first.site.line}"
                yield Finding(record, _id_path(record), message, "rename one of them", record.id)


def _former(scope: Scope) -> Iterator[Finding]:
    for noun in NOUNS:
        records = getattr(scope.knowledge, noun.plural)
        owners = {record.id: record for record in records}
        for record in records:
            for position, id_ in enumerate(getattr(record, "formerly", ())):
                first = owners.setdefault(id_, record)
                if first is not record or id_ == record.id:
                    message = f"the id is taken in {noun.plural}, at {first.site.file}:{first.site.line}"
                    yield Finding(record, ("formerly", position), message, "an address can lead to one place only", id_)


def _inner(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        yield from _doubled(pair, [c.id for c in pair.checks], "checks")
    for comparison in scope.knowledge.comparisons:
        yield from _doubled(comparison, [r.id for r in comparison.rows], "rows")
    for decision in scope.knowledge.decisions:
        yield from _doubled(decision, [q.id for q in decision.questions], "questions")
        yield from _doubled(decision, [s.id for s in decision.scenarios], "scenarios")
        yield from _doubled(decision, [a.id for a in decision.alternatives], "alternatives")


def _doubled(record: Record, ids: list[str], key: str) -> Iterator[Finding]:
    for position, id_ in enumerate(ids):
        if id_ in ids[:position]:
            yield Finding(record, (key, position, "id"), f"the id stands twice in {key}", "rename one of them", id_)


def _reserved(scope: Scope) -> Iterator[Finding]:
    for noun in NOUNS:
        for record in getattr(scope.knowledge, noun.plural):
            if record.id in RESERVED:
                yield Finding(
                    record, _id_path(record), "the id is an address of the site itself", "choose another", record.id
                )


def _id_path(record: Record) -> tuple[str, ...]:
    return ("id",) if "id" in type(record).model_fields else ()


RULES = [
    Rule("id-unique", "No two records of a noun share an id, compared without case.", _unique),
    Rule("id-former", "A former id is nobody else's, so that its address leads to one place.", _former),
    Rule(
        "id-unique-inside",
        "Checks, rows, questions, scenarios and alternatives have ids of their own within a record.",
        _inner,
    ),
    Rule("id-reserved", "An id is not an address that the site or a file system keeps for itself.", _reserved),
]
