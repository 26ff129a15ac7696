"""A decision's sums: who leads, how sure that is, what would flip it, and where neither is the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crosscheck.model.vocabulary import Standing, Sure
from crosscheck.standing import Stand
from crosscheck.tallies import Tally, tally
from support import MINISITE, checked


@pytest.fixture(scope="module")
def small():  # type: ignore[no-untyped-def]
    return checked(MINISITE)


def answered(small, memory: str, reading: str, **standing: Standing) -> Tally:  # type: ignore[no-untyped-def]
    stands = {id_: Stand(Standing.PROVED, "", ()) for id_ in small.stands}
    stands |= {id_.replace("_", "-"): replace(stands[id_.replace("_", "-")], standing=s) for id_, s in standing.items()}
    answers = {"memory": memory, "reading": reading}
    return tally(small.knowledge.decisions[0], answers, list(small.knowledge.framework), stands)


def test_a_lead_that_one_other_answer_ends_is_leaning(small) -> None:  # type: ignore[no-untyped-def]
    found = answered(small, "yes", "no")
    assert (found.leader, found.lead, found.sure) == ("alpha", 2, Sure.LEANING)
    assert [(flip.question.id, flip.answer.id, flip.leader) for flip in found.flips] == [
        ("memory", "no", None),
        ("reading", "yes", None),
    ]


def test_a_lead_that_no_single_answer_ends_is_clear(small) -> None:  # type: ignore[no-untyped-def]
    one = small.knowledge.decisions[0]
    heavier = one.questions[1].model_copy(update={"answers": one.questions[1].answers[1:]})
    decision = one.model_copy(update={"questions": (one.questions[0].model_copy(
        update={"answers": one.questions[0].answers[:1]}), heavier)})  # fmt: skip
    found = tally(decision, {"memory": "yes", "reading": "no"}, list(small.knowledge.framework), small.stands)
    assert (found.leader, found.sure, found.flips) == ("alpha", Sure.CLEAR, ())


def test_a_lead_below_the_margin_decides_nothing(small) -> None:  # type: ignore[no-untyped-def]
    found = answered(small, "yes", "yes")
    assert (found.points, found.leader, found.sure) == ({"alpha": 2, "beta": 1}, None, Sure.SPLIT)


def test_a_contradicted_claim_takes_its_weight_away(small) -> None:  # type: ignore[no-untyped-def]
    found = answered(small, "yes", "no", alpha_keeps_type=Standing.CONTRADICTED)
    assert found.points == {"alpha": 0, "beta": 0}
    assert [reason.withdrawn for reason in found.reasons] == [True]


def test_points_that_rest_on_runs_are_told_apart(small) -> None:  # type: ignore[no-untyped-def]
    assert answered(small, "yes", "yes").proved_points == 3
    assert answered(small, "yes", "yes", beta_has_notes=Standing.SOURCED).proved_points == 2


def test_an_answer_may_point_to_neither(small) -> None:  # type: ignore[no-untyped-def]
    assert [instead.alternative for instead in answered(small, "no", "no").instead] == ["a-book"]
