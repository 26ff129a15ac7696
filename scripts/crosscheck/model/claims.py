"""Claims and assertions."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from crosscheck.model.base import ByFramework, CheckRef, Day, Id, Line, Part, PartialDay, Prose, Record, Version
from crosscheck.model.vocabulary import ClaimKind, Verdict


def _verdict(value: object) -> object:
    """Read YAML's own true and false as the verdicts of the same name."""
    return str(value).lower() if isinstance(value, bool) else value


VerdictField = Annotated[
    Verdict,
    BeforeValidator(_verdict),
    WithJsonSchema({"enum": [True, False, *(v.value for v in Verdict)]}),
]


class Citation(Part):
    """A source, and what in it bears on the claim."""

    id: Id
    """The source's id."""
    says: Prose | None = None
    """What it says that bears on the claim, in our own words."""


class Evidence(Part):
    """What a claim rests on. At least one of the three."""

    checks: tuple[CheckRef, ...] = ()
    """Checks that settle it, as `pair-id#check-id`."""
    sources: tuple[Citation, ...] = ()
    """Documents that settle it."""
    searched: Prose | None = None
    """For an unproven claim: where we looked and what was not there."""


class Favours(Part):
    """The framework for which a claim is an advantage, and for whom."""

    framework: Id
    """The framework's id."""
    for_: Line = Field(alias="for")
    """For whom, in a few words."""


class Change(Part):
    """Something that happened in the world and made a claim come true, or ended it."""

    on: PartialDay
    """When: 2025, 2025-03 or 2025-03-07."""
    what: Line
    """What happened, in one sentence."""
    release: Line | None = None
    """The release that brought it, as in "torch 2.9", where one did."""
    source: Id
    """The source that dates it."""


class Claim(Record):
    """One neutral sentence that we rule on."""

    id: Id
    """Stable name, used in addresses and references."""
    statement: Line
    """One neutral sentence, precise about versions, platform and conditions."""
    topic: Id
    """The topic it belongs to."""
    frameworks: tuple[Id, ...]
    """The frameworks it speaks of."""
    kind: ClaimKind
    """What sort of statement it is."""
    verdict: VerdictField
    """How we rule."""
    reasoning: Prose
    """One paragraph for someone who believed otherwise."""
    evidence: Evidence
    """What the verdict rests on."""
    holds_for: ByFramework[Version] = {}
    """The versions it holds for, where that matters, as in `pytorch: ">=2.0"`."""
    tools: tuple[Id, ...] = ()
    """Tools it speaks of."""
    favours: Favours | None = None
    """The framework it favours, if any, and for whom."""
    changes: tuple[Change, ...] = ()
    """Dated events that bear on the verdict, oldest first."""
    formerly: tuple[Id, ...] = ()
    """Ids it had before; their addresses lead here."""
    reviewed: Day
    """When somebody last checked it."""
    review_by: Day
    """When it has to be checked again."""


class Assertion(Record):
    """What a source says, in our own words, tied to the claim that answers it."""

    id: Id
    """Stable name, used in addresses."""
    source: Id
    """The source that says it."""
    place: Line
    """Where in the source."""
    says: Prose
    """What it says, in our own words."""
    claim: Id
    """The claim that answers it."""
    verdict: VerdictField | None = None
    """Our ruling on what the source says, where it differs from the claim's verdict."""
    note: Prose | None = None
    """Why it differs."""
