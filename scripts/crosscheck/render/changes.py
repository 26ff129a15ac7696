"""What changed: in the world, in our runs and in our reviews, as one list, newest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crosscheck.history import Entry, History
from crosscheck.model.base import first_day
from crosscheck.model.claims import Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import ToolStatus

FEW = 25
"""So many reviewed claims of one day are listed; of more, only their number by topic."""


class Kind(StrEnum):
    """Where a change happened."""

    WORLD = "world"
    TOOL = "tool"
    RUN = "run"
    REVIEW = "review"


LABELS: Mapping[str, str] = {
    Kind.WORLD: "In the world",
    Kind.TOOL: "Status of a tool",
    Kind.RUN: "In our runs",
    Kind.REVIEW: "Reviewed",
}


@dataclass(frozen=True)
class Event:
    """One change. `on` may be a year or a month; `slug` is its anchor and stays what it is."""

    slug: str
    kind: Kind
    on: str
    moment: str
    what: str
    more: str = ""
    claims: tuple[str, ...] = ()
    tool: str | None = None
    source: str | None = None
    check: str | None = None
    frameworks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Where it happened, in words."""
        return LABELS[self.kind]

    @property
    def month(self) -> str:
        """The month it belongs to, or the year where no month is known."""
        return self.on[:7]


def changes(knowledge: Knowledge, history: History, framework: str | None = None) -> list[Event]:
    """Return every change, or those that concern a framework, newest first."""
    kept = replace(knowledge, claims=tuple(c for c in knowledge.claims if framework in (None, *c.frameworks)))
    found = [*_world(kept), *_tools(knowledge), *_runs(knowledge, history), *_reviews(kept)]
    mine = [event for event in found if framework is None or framework in event.frameworks]
    return sorted(mine, key=lambda event: (event.on, event.moment, event.slug), reverse=True)


def what_changed(knowledge: Knowledge, history: History, limit: int) -> list[Event]:
    """Return the newest changes other than reviews, for the home page."""
    return [event for event in changes(knowledge, history) if event.kind is not Kind.REVIEW][:limit]


def by_month(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Group changes by month, in their order."""
    months: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        months[event.month].append(event)
    return dict(months)


def midnight(on: str) -> str:
    """Return the first moment that a partial date can mean, for formats that know no other dates."""
    return f"{first_day(on)}T00:00:00Z"


def _world(knowledge: Knowledge) -> Iterator[Event]:
    """Yield the dated changes of claims; one event that bears on several claims is told once."""
    told: dict[tuple[str, str, str], list[Claim]] = {}
    more: dict[tuple[str, str, str], str] = {}
    for claim in knowledge.claims:
        for change in claim.changes:
            key = (change.on, change.what, change.source)
            told.setdefault(key, []).append(claim)
            more.setdefault(key, change.release or "")
    slugs: Counter[str] = Counter()
    for (on, what, source), claims in told.items():
        slug = f"{claims[0].id}-{on}"
        slugs[slug] += 1
        number = f"-{slugs[slug]}" if slugs[slug] > 1 else ""
        yield Event(
            slug + number,
            Kind.WORLD,
            on,
            midnight(on),
            what,
            more[(on, what, source)],
            tuple(dict.fromkeys(claim.id for claim in claims)),
            source=source,
            frameworks=_frameworks(claims),
        )


def _tools(knowledge: Knowledge) -> Iterator[Event]:
    for tool in knowledge.tools:
        if tool.status is ToolStatus.ACTIVE or not tool.since:
            continue
        yield Event(
            f"tool-{tool.id}-{tool.since}",
            Kind.TOOL,
            tool.since,
            midnight(tool.since),
            f"{tool.name}: {tool.status}",
            tool.status_note,
            tool=tool.id,
            source=tool.sources[0] if tool.sources else None,
            frameworks=tool.frameworks,
        )


def _runs(knowledge: Knowledge, history: History) -> Iterator[Event]:
    current = {old: claim for claim in knowledge.claims for old in claim.formerly} | dict(knowledge.claim)
    for entry in history.entries:
        claim = current.get(entry.claim)
        yield Event(
            f"run-{entry.claim}-{entry.when.lower().replace(':', '')}",
            Kind.RUN,
            entry.when[:10],
            entry.when,
            f"{entry.from_} → {entry.to}: {claim.statement if claim else entry.claim}",
            because(entry),
            (claim.id,) if claim else (),
            check=entry.because if entry.because in knowledge.checks else None,
            frameworks=claim.frameworks if claim else (),
        )


def because(entry: Entry) -> str:
    """Say in words what decided, and what had moved since the run before."""
    edited = [f"{word} edited" for word in entry.edited]
    return "; ".join([f"decided by {entry.because}", *map(str, entry.moved), *edited])


def _reviews(knowledge: Knowledge) -> Iterator[Event]:
    days: dict[str, list[Claim]] = defaultdict(list)
    for claim in knowledge.claims:
        days[claim.reviewed.isoformat()].append(claim)
    for day, claims in days.items():
        topics = Counter(knowledge.topic[claim.topic].title for claim in claims if claim.topic in knowledge.topic)
        yield Event(
            f"reviewed-{day}",
            Kind.REVIEW,
            day,
            midnight(day),
            f"{len(claims)} claim{'s' * (len(claims) > 1)} reviewed",
            ", ".join(f"{title} {count}" for title, count in topics.items()),
            tuple(claim.id for claim in claims) if len(claims) <= FEW else (),
            frameworks=_frameworks(claims),
        )


def _frameworks(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for claim in claims for id_ in claim.frameworks))
