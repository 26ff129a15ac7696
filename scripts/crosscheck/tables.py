"""Knowledge and standings → the rows and counts that pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Comparison, Row
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Standing, ToolStatus, Verdict
from crosscheck.standing import Stand

Stands = Mapping[str, Stand]

WORST_FIRST = (Standing.CONTRADICTED, Standing.OVERDUE, Standing.STALE, Standing.SOURCED, Standing.PROVED)


def inherited(claims: Sequence[str], stands: Stands) -> Standing:
    """Return the standing of what quotes several claims: that of the weakest of them."""
    found = {stands[id_].standing for id_ in claims if id_ in stands}
    return next((standing for standing in WORST_FIRST if standing in found), Standing.STALE)


@dataclass(frozen=True)
class Line:
    """A row of a comparison with what its claims give it: the words by which it is filtered."""

    comparison: Comparison
    row: Row
    verdicts: tuple[Verdict, ...]
    standings: tuple[Standing, ...]
    changed: str
    """When the newest dated change of its claims, or of the status of their tools, happened; or an empty text."""


def lines(comparison: Comparison, knowledge: Knowledge, stands: Stands) -> list[Line]:
    """Return a comparison's rows with the verdicts, standings and newest change of the claims that they quote."""
    return [_line(comparison, row, knowledge, stands) for row in comparison.rows]


def _line(comparison: Comparison, row: Row, knowledge: Knowledge, stands: Stands) -> Line:
    cited = {id_: knowledge.claim[id_] for cell in row.cells.values() for id_ in cell.claims if id_ in knowledge.claim}
    verdicts = {claim.verdict for claim in cited.values()}
    standings = {inherited(cell.claims, stands) for cell in row.cells.values()}
    happened = [change.on for claim in cited.values() for change in claim.changes]
    tools = {id_: knowledge.tool[id_] for claim in cited.values() for id_ in claim.tools if id_ in knowledge.tool}
    happened += [tool.since for tool in tools.values() if tool.since and tool.status is not ToolStatus.ACTIVE]
    changed = max(happened, default="")
    return Line(
        comparison,
        row,
        tuple(v for v in Verdict if v in verdicts),
        tuple(s for s in Standing if s in standings),
        changed,
    )


def contradictions(assertion: Assertion, knowledge: Knowledge) -> list[Assertion]:
    """Return what is said elsewhere on the same claim, by whichever source, and got another verdict."""
    mine = ruling(assertion, knowledge)
    others = knowledge.assertions_on.get(assertion.claim, ())
    settled = {Verdict.TRUE, Verdict.FALSE, Verdict.OUTDATED}
    return [
        o for o in others if {mine, ruling(o, knowledge)} <= settled and _holds(mine) != _holds(ruling(o, knowledge))
    ]


def _holds(verdict: Verdict) -> bool:
    return verdict is Verdict.TRUE


def ruling(assertion: Assertion, knowledge: Knowledge) -> Verdict:
    """Return our verdict on what a source says: its own, or that of the claim that answers it."""
    return assertion.verdict or knowledge.claim[assertion.claim].verdict


def verdict_counts(assertions: Sequence[Assertion], knowledge: Knowledge) -> dict[Verdict, int]:
    """Count assertions by verdict, every verdict named."""
    found = Counter(ruling(assertion, knowledge) for assertion in assertions)
    return {verdict: found[verdict] for verdict in Verdict}


def standing_counts(claims: Sequence[Claim], stands: Stands) -> dict[Standing, int]:
    """Count claims by standing, every standing named."""
    found = Counter(stands[claim.id].standing for claim in claims)
    return {standing: found[standing] for standing in Standing}
