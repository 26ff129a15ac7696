"""What is kept of a comparison, element by element."""

from __future__ import annotations

from typing import Any

import pytest
from crosscheck.model.runs import Compared
from crosscheck.parting import KEPT, compared
from crosscheck.values import literal
from test_checking import make
from test_values import array

EQUAL: dict[str, Any] = {"kind": "equal", "of": "x", "atol": 0.01}


def found(left: object, right: object, **keys: Any) -> Compared | None:
    return compared(make({**EQUAL, **keys}), {"alpha": literal(left), "beta": literal(right)})


def test_the_first_element_past_the_tolerance_is_where_they_part() -> None:
    kept = found((1.0, 2.0, 3.0), (1.0, 2.001, 3.5))
    assert kept == Compared(
        size=3,
        values={"alpha": (1.0, 2.0, 3.0), "beta": (1.0, 2.001, 3.5)},
        differences={"beta": (0.0, 0.001, 0.5)},
        first_apart={"beta": 2},
    )


def test_two_that_agree_part_nowhere() -> None:
    kept = found((1.0, 2.0), (1.0, 2.001))
    assert kept is not None
    assert kept.first_apart == {}


def test_where_a_difference_is_wanted_it_starts_at_the_least_one_wanted() -> None:
    keys = {"kind": "differs", "of": "x", "by": 0.5}
    kept = compared(make(keys), {"alpha": literal((1.0, 2.0, 3.0)), "beta": literal((1.1, 2.0, 3.5))})
    assert kept is not None
    assert kept.first_apart == {"beta": 2}


def test_only_the_first_elements_are_kept_and_all_are_counted() -> None:
    kept = compared(make(EQUAL), {"alpha": array([0.0] * 100), "beta": array([0.0] * 80 + [1.0] * 20)})
    assert kept is not None
    assert (kept.size, len(kept.values["beta"]), kept.first_apart) == (100, KEPT, {"beta": 80})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1.0, 2.0),
        ("a", "b"),
        ((True, False), (True, True)),
        ((1.0, 2.0), (1.0, 2.0, 3.0)),
        ((1.0, float("nan")), (1.0, 2.0)),
        ((1.0, 2.0), "b"),
    ],
    ids=["single numbers", "texts", "booleans", "two shapes", "not finite", "one of them a text"],
)
def test_nothing_is_kept_of(left: object, right: object) -> None:
    assert found(left, right) is None


def test_nothing_is_kept_of_a_comparison_within_one_script() -> None:
    assert found((1.0, 2.0), (1.0, 3.0), to="y") is None
    assert found((1.0, 2.0), (1.0, 3.0), value=(1.0, 2.0)) is None
