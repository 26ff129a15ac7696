"""Comparisons and decisions: what tables and tallies are made from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from crosscheck.model.base import ByFramework, Id, Line, Part, Prose, Record, Version
from crosscheck.model.vocabulary import Mark


class Cell(Part):
    """A framework's answer in one row. It quotes claims and inherits their standing."""

    mark: Mark
    """The short answer."""
    word: Annotated[Line, Field(max_length=60)]
    """The answer in a few words."""
    since: Version | None = None
    """The version or date since when."""
    claims: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Claims that support it; each speaks of this framework."""


class Row(Part):
    """One criterion, a cell a framework."""

    id: Id
    """Stable name within its comparison."""
    criterion: Line
    """What is compared."""
    cells: ByFramework[Cell]
    """The cells, by framework."""


class Comparison(Record):
    """A table: criteria down, frameworks across."""

    id: Id
    """Stable name, used in addresses."""
    title: Line
    """Heading on the pages."""
    about: Prose
    """One short paragraph above the table."""
    topic: Id | None = None
    """The topic it covers. A table without one gathers from several, and its rows are left out of the full matrix."""
    on_home: StrictBool = False
    """Whether the home page shows it; one table may."""
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    """The criteria, in order."""


class Weight(Part):
    """How far an answer moves the tally, and because of which claims."""

    for_: Id = Field(alias="for")
    """The framework it counts for."""
    weight: Annotated[StrictInt, Field(ge=1, le=3)]
    """1, 2 or 3."""
    because: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Claims that favour that framework."""
    reason: Line
    """One sentence for the reader."""


class Instead(Part):
    """Why an answer points away from the frameworks, to an alternative."""

    alternative: Id
    """The alternative, by its id within the decision."""
    because: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Claims that say so."""
    reason: Line
    """One sentence for the reader."""


class Answer(Part):
    """One answer a reader can give."""

    id: Id
    """Stable name within its question."""
    says: Line
    """The answer as the reader would put it."""
    weights: tuple[Weight, ...] = ()
    """What it adds to the tally."""
    instead: tuple[Instead, ...] = ()
    """Alternatives that it points to, beside whatever it adds to the tally."""
    why: Prose | None = None
    """For an answer without weights: why it moves nothing."""


class Question(Part):
    """One thing that the choice depends on."""

    id: Id
    """Stable name within its decision."""
    asks: Line
    """The question as put to the reader."""
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]
    """The answers to choose from."""


class Alternative(Part):
    """An honest answer that is neither framework, or both."""

    id: Id
    """Stable name within its decision."""
    title: Line
    """What to take instead, in a few words."""
    about: Prose
    """What it is, for whom, and what it costs."""
    claims: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Claims it rests on."""


class Scenario(Part):
    """A situation worked out in full."""

    id: Id
    """Stable name within its decision."""
    title: Line
    """Heading on the pages."""
    situation: Prose
    """Who asks, and what they have."""
    in_short: Line
    """The advice in one sentence."""
    answers: ByFramework[Id]
    """The answer given to each question, by question id."""
    advice: Prose
    """What to do, and what would change it."""
    claims: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Claims the advice rests on."""


class Decision(Record):
    """Questions whose answers move a tally, each because of named claims."""

    id: Id
    """Stable name, used in addresses."""
    title: Line
    """Heading on the pages."""
    question: Line
    """What is decided."""
    about: Prose
    """One paragraph above the questions."""
    margin: Annotated[StrictInt, Field(ge=1)]
    """A lead smaller than this is a split."""
    split: Prose
    """What to do when it is a split."""
    on_home: StrictBool = False
    """Whether the home page starts it; one decision may."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=8)]
    """The questions, in order; eight at most, the weightiest first."""
    alternatives: tuple[Alternative, ...] = ()
    """What answers may point to instead of a framework."""
    scenarios: tuple[Scenario, ...] = ()
    """Situations worked out."""
