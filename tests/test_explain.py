"""What a difference looks like, told by its looks alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from crosscheck.explain import parting, relation
from crosscheck.values import literal
from test_values import array

RNG = np.random.default_rng(0)
A = RNG.normal(size=(3, 4)).astype("float32")

CASES: dict[str, tuple[Any, Any, str]] = {
    "rounding": (A, A * (1 + 2e-7), "looks like rounding"),
    "transposed": (A, A.T, "axes in the order [1, 0]"),
    "channels last": (
        A.reshape(1, 3, 2, 2),
        A.reshape(1, 3, 2, 2).transpose(0, 2, 3, 1),
        "axes in the order [0, 2, 3, 1]",
    ),
    "square and transposed": (A[:, :3], A[:, :3].T, "axes in the order [1, 0]"),
    "flattened": (A, A.ravel(), "same numbers in [3, 4] and [12]"),
    "another shape": (A, A[:2], "another shape: [3, 4] against [2, 4]"),
    "reversed": (A, A[:, ::-1], "reversed along axis 1"),
    "rolled": (A, np.roll(A, 1, axis=0), "shifted along axis 0 by 1"),
    "a sum against a mean": (A * 12, A, "12 is the number of elements: a sum against a mean?"),
    "scaled": (A * 1.5, A, "the first is 1.5 times the second"),
    "shifted": (A + 0.25, A, "the second plus 0.25"),
    "shifted down": (A - 0.25, A, "the second minus 0.25"),
    "scaled and shifted": (2 * A + 1, A, "2 times the second plus 1"),
    "reordered": (A, A.ravel()[RNG.permutation(12)].reshape(3, 4), "another order"),
    "nothing alike": (A, RNG.normal(size=(3, 4)), "no simple relation"),
    "one number": (np.float32(6.0), np.float32(3.0), "2 times the other"),
    "not finite": (A * np.nan, A, "not finite"),
}


@pytest.mark.parametrize("name", CASES)
def test_relation(name: str) -> None:
    left, right, words = CASES[name]
    assert words in relation(array(left), array(right))


def test_words_are_not_numbers() -> None:
    assert relation(literal("a"), literal("b")) == "these are not both numbers"


def test_parting_names_the_first_place_and_shows_both_from_there() -> None:
    other = A.copy()
    other[1, 2] += 1
    lines = parting("out", ("one", array(A)), ("two", array(other)), 1e-5, 1e-6)
    assert lines[0] == "out parts at [1, 2]"
    assert lines[1].startswith("  one  float32[3, 4] from [1, 2]: ")
    assert lines[3] == "  largest difference 1; tolerance 1e-06 + 1e-05 times the second value"


def test_a_constant_does_not_hide_a_difference() -> None:
    assert "no simple relation" in relation(array(1000 + A), array(1000 + RNG.normal(size=(3, 4))))
