"""Knowledge and standings → the rows, tallies and counts that pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Answer, Decision, Question, Weight
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Standing, Verdict
from crosscheck.standing import Stand

Stands = Mapping[str, Stand]

WORST_FIRST = (Standing.CONTRADICTED, Standing.OVERDUE, Standing.STALE, Standing.SOURCED, Standing.PROVED)


def inherited(claims: Sequence[str], stands: Stands) -> Standing:
    """Return the standing of what quotes several claims: that of the weakest of them."""
    found = {stands[id_].standing for id_ in claims if id_ in stands}
    return next((standing for standing in WORST_FIRST if standing in found), Standing.STALE)


@dataclass(frozen=True)
class Reason:
    """One weight that an answer brought, and whether a contradicted claim takes it away."""

    question: Question
    answer: Answer
    weight: Weight
    withdrawn: bool


@dataclass(frozen=True)
class Tally:
    """Points by framework, the leader or none, and the reasons."""

    points: Mapping[str, int]
    leader: str | None
    lead: int
    reasons: tuple[Reason, ...]

    @property
    def split(self) -> bool:
        """Whether nobody leads by enough."""
        return self.leader is None


def tally(decision: Decision, answers: Mapping[str, str], frameworks: Sequence[str], stands: Stands) -> Tally:
    """Add up the weights of the given answers. A weight that rests on a contradicted claim counts nothing."""
    points = dict.fromkeys(frameworks, 0)
    reasons = []
    for question in decision.questions:
        for answer in question.answers:
            if answers.get(question.id) != answer.id:
                continue
            for weight in answer.weights:
                gone = inherited(weight.because, stands) is Standing.CONTRADICTED
                reasons.append(Reason(question, answer, weight, gone))
                points[weight.for_] = points.get(weight.for_, 0) + (0 if gone else weight.weight)
    order = sorted(points.values(), reverse=True)
    lead = order[0] - order[1] if len(order) > 1 else 0
    leader = max(points, key=lambda id_: points[id_]) if points and lead >= decision.margin else None
    return Tally(points, leader, lead, tuple(reasons))


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
