"""The lists of the API, and what their objects have beyond the records they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from crosscheck.history import Entry
from crosscheck.model.base import ByFramework, CheckRef, Id, Line, Part, Prose
from crosscheck.model.claims import Assertion, Claim, VerdictField
from crosscheck.model.comparisons import Answer, Cell, Comparison, Decision, Question, Row, Scenario, Weight
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment, Framework, Source, Tool, Topic
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Standing, Sure
from crosscheck.render.changes import Kind

SCHEMA_VERSION = 1


class ProofObject(Part):
    """A cited check, and what its latest run says."""

    check: CheckRef
    """The check."""
    passed: bool | None
    """Whether it held in its latest run; null before the first."""
    when: str | None
    """When that run ended, in UTC."""
    stale: str | None
    """Why the run is not of today, if so."""


class ClaimMore(Part):
    """What is computed for a claim."""

    standing: Standing
    """How well it stands."""
    standing_because: str
    """Why it stands so."""
    proofs: tuple[ProofObject, ...]
    """The checks it cites, each with its latest run."""
    address: str
    """Its permanent address below the site."""


class AssertionMore(Part):
    """What is computed for an assertion."""

    verdict: VerdictField
    """Our ruling: its own, or its claim's."""


class PairMore(Part):
    """What is read or computed for a pair."""

    id: Id
    """The pair's id."""
    scripts: Mapping[Id, str]
    """The source text of each script."""
    environment: Id | None
    """The environment it runs in."""
    passed: bool | None
    """Whether its latest run held; null before the first."""
    when: str | None
    """When that run ended, in UTC."""


class CellObject(Cell):
    """A cell with what it inherits."""

    standing: Standing
    """The standing of the weakest claim that it quotes."""


class RowObject(Row):
    """A row of such cells."""

    cells: ByFramework[CellObject]
    """The cells, by framework."""


class ComparisonMore(Part):
    """What is computed for a comparison."""

    rows: tuple[RowObject, ...]
    """The criteria, in order."""


class WeightObject(Weight):
    """A weight with what it inherits; one on a contradicted claim counts nothing."""

    standing: Standing
    """The standing of the weakest claim that it rests on."""


class AnswerObject(Answer):
    """An answer with such weights."""

    weights: tuple[WeightObject, ...] = ()
    """What it adds to the tally."""


class QuestionObject(Question):
    """A question with such answers."""

    answers: Annotated[tuple[AnswerObject, ...], Field(min_length=2)]
    """The answers to choose from."""


class TallyObject(Part):
    """A scenario's answers, added up."""

    points: Mapping[Id, int]
    """Points by framework."""
    leader: Id | None
    """Who leads; null for a split."""
    split: bool
    """Whether nobody leads by enough."""
    sure: Sure
    """How sure the result is."""


class ScenarioObject(Scenario):
    """A scenario with its tally."""

    tally: TallyObject
    """Its answers, added up."""


class DecisionMore(Part):
    """What is computed for a decision."""

    questions: tuple[QuestionObject, ...]
    """The questions, in order."""
    scenarios: tuple[ScenarioObject, ...]
    """Situations worked out."""


class ChangeObject(Part):
    """Something that changed: in the world, with a tool, in our runs, or by a review."""

    id: Line
    """Its anchor on the page of changes; it stays what it is."""
    kind: Kind
    """Where it happened."""
    on: str
    """When: 2025, 2025-03 or 2025-03-07."""
    moment: str
    """The same as a full time in UTC; for a partial date, the first moment it can mean."""
    what: str
    """What happened."""
    more: str
    """What else is known of it."""
    claims: tuple[Id, ...]
    """Claims it bears on."""
    tool: Id | None
    """The tool it is about."""
    source: Id | None
    """The source that dates it."""
    check: CheckRef | None
    """The check that decided."""
    frameworks: tuple[Id, ...]
    """Frameworks it concerns."""


class FileObject(Part):
    """One file of the API."""

    name: Line
    """The key under which its list stands."""
    about: Prose
    """What it holds."""
    file: Line
    """Its path below the site."""
    schema_: Line = Field(alias="schema")
    """The path of its JSON Schema."""
    csv: Line | None
    """The path of the same as CSV, where there is one."""
    total: Annotated[int, Field(ge=0)]
    """How many objects its list has."""


@dataclass(frozen=True)
class Listed:
    """One list of the API: its record, what is added to it, and what it holds."""

    name: str
    about: str
    record: type[BaseModel]
    more: type[BaseModel] | None = None


LISTS = (
    Listed("claims", "Claims with verdict, standing, proofs and dates.", Claim, ClaimMore),
    Listed("assertions", "What sources say, with our verdicts.", Assertion, AssertionMore),
    Listed("pairs", "Tasks with their scripts and checks.", Pair, PairMore),
    Listed("runs", "What happened when pairs ran, and where.", Run),
    Listed("tools", "Tools with status, dates and successor.", Tool),
    Listed("sources", "Documents that were opened.", Source),
    Listed("comparisons", "Tables, each cell with its standing.", Comparison, ComparisonMore),
    Listed("decisions", "Questions, weights and worked scenarios with their tallies.", Decision, DecisionMore),
    Listed("topics", "Parts of the comparison.", Topic),
    Listed("frameworks", "Columns of the comparison.", Framework),
    Listed("environments", "Package sets in which pairs run.", Environment),
    Listed("history", "What flipped in our runs, and by what.", Entry),
    Listed("changes", "What changed, in the world and here, newest first.", ChangeObject),
    Listed("index", "The files of this API.", FileObject),
)
