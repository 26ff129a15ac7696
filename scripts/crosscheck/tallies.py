"""A decision and a reader's answers → points, reasons, how sure the result is and what would flip it.

The wizard's script (docs/assets/javascripts/wizard.js) does the same sums in the browser; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosscheck.model.comparisons import Answer, Decision, Instead, Question, Weight
from crosscheck.model.vocabulary import Standing, Sure
from crosscheck.tables import Stands, inherited


@dataclass(frozen=True)
class Reason:
    """One weight that an answer brought, how its claims stand, and whether that takes it away."""

    question: Question
    answer: Answer
    weight: Weight
    standing: Standing

    @property
    def withdrawn(self) -> bool:
        """Whether the weight counts nothing, because a claim it rests on is contradicted."""
        return self.standing is Standing.CONTRADICTED


@dataclass(frozen=True)
class Flip:
    """An answer that, given instead, would change who leads. `leader` is None for a split."""

    question: Question
    answer: Answer
    leader: str | None


@dataclass(frozen=True)
class Tally:
    """Points by framework, the leader or none, the reasons, and how easily it would change."""

    points: Mapping[str, int]
    leader: str | None
    lead: int
    reasons: tuple[Reason, ...]
    instead: tuple[Instead, ...] = ()
    flips: tuple[Flip, ...] = ()

    @property
    def split(self) -> bool:
        """Whether nobody leads by enough."""
        return self.leader is None

    @property
    def sure(self) -> Sure:
        """How sure the result is: a lead that one other answer would end is not clear."""
        if self.split:
            return Sure.SPLIT
        return Sure.LEANING if self.flips else Sure.CLEAR

    @property
    def proved_points(self) -> int:
        """The points of all sides that rest on proved claims alone."""
        return sum(r.weight.weight for r in self.reasons if r.standing is Standing.PROVED)


def tally(decision: Decision, answers: Mapping[str, str], frameworks: Sequence[str], stands: Stands) -> Tally:
    """Add up the weights of the given answers. A weight that rests on a contradicted claim counts nothing."""
    found = _sums(decision, answers, frameworks, stands)
    flips = []
    for question in decision.questions:
        for answer in question.answers:
            if answers.get(question.id) != answer.id:
                other = _sums(decision, {**answers, question.id: answer.id}, frameworks, stands)
                if other.leader != found.leader:
                    flips.append(Flip(question, answer, other.leader))
    return Tally(found.points, found.leader, found.lead, found.reasons, found.instead, tuple(flips))


def _sums(decision: Decision, answers: Mapping[str, str], frameworks: Sequence[str], stands: Stands) -> Tally:
    points = dict.fromkeys(frameworks, 0)
    reasons, instead = [], []
    for question in decision.questions:
        for answer in question.answers:
            if answers.get(question.id) != answer.id:
                continue
            instead += [*answer.instead]
            for weight in answer.weights:
                reason = Reason(question, answer, weight, inherited(weight.because, stands))
                reasons.append(reason)
                points[weight.for_] = points.get(weight.for_, 0) + (0 if reason.withdrawn else weight.weight)
    order = sorted(points.values(), reverse=True)
    lead = order[0] - order[1] if len(order) > 1 else 0
    leader = max(points, key=lambda id_: points[id_]) if points and lead >= decision.margin else None
    return Tally(points, leader, lead, tuple(reasons), tuple(instead))
