"""Each kind of check holds when it should, fails when it should, and turns red when perturbed."""

from __future__ import annotations

from typing import Any

import pytest
from crosscheck.checking import Left, judge_check
from crosscheck.model.checks import KINDS, Check
from crosscheck.model.runs import Warned
from crosscheck.mutation import mutants
from crosscheck.values import literal
from pydantic import TypeAdapter
from test_values import array

ADAPTER: TypeAdapter[Check] = TypeAdapter(Check)
ONE = Left(
    values={
        "x": array([1.0, 2.0]),
        "y": array([1.0, 2.5]),
        "flag": literal(True),
        "word": literal("cpu"),
        "n": literal(3),
        "repeats": literal((2.0, 4.0, 1.0, 3.0, 5.0)),
    },
    error=("ValueError", "no such thing"),
    warnings=(Warned(category="FutureWarning", message="will go away"),),
    output="first line\nsum: 3\n",
)
TWO = Left(values={**ONE.values, "x": array([1.0, 2.0001])}, error=ONE.error, warnings=ONE.warnings, output=ONE.output)
SCRIPTS = {"alpha": ONE, "beta": TWO}

HOLD: list[dict[str, Any]] = [
    {"kind": "equal", "of": "x", "atol": 0.001},
    {"kind": "equal", "of": "x", "value": (1.0, 2.0), "atol": 0.001},
    {"kind": "equal", "of": "word", "value": "cpu"},
    {"kind": "equal", "of": "n", "value": 3},
    {"kind": "equal", "of": "flag", "value": True},
    {"kind": "equal", "of": "x", "to": "y", "atol": 0.6},
    {"kind": "differs", "of": "x", "by": 0.00005},
    {"kind": "differs", "of": "x", "to": "y", "by": 0.4},
    {"kind": "shape", "of": "x", "is": (2,)},
    {"kind": "dtype", "of": "x", "is": "float32"},
    {"kind": "truth", "of": "flag", "is": True},
    {"kind": "between", "of": "x", "low": 1, "high": 2.1},
    {"kind": "measured", "of": "n", "unit": "x"},
    {"kind": "measured", "of": "repeats", "unit": "x"},
    {"kind": "raises", "error": "ValueError", "contains": "no such"},
    {"kind": "warns", "category": "FutureWarning", "contains": "go away"},
    {"kind": "prints", "contains": "sum: 3"},
]
FAIL: list[dict[str, Any]] = [
    {"kind": "equal", "of": "x", "atol": 0.00001},
    {"kind": "equal", "of": "x", "value": (1.0, 3.0)},
    {"kind": "equal", "of": "word", "value": "gpu"},
    {"kind": "differs", "of": "y", "by": 0.1},
    {"kind": "differs", "of": "word", "by": 0.1},
    {"kind": "shape", "of": "x", "is": (2, 1)},
    {"kind": "shape", "of": "word", "is": ()},
    {"kind": "dtype", "of": "x", "is": "float64"},
    {"kind": "truth", "of": "flag", "is": False},
    {"kind": "truth", "of": "n", "is": True},
    {"kind": "between", "of": "x", "low": 1.5, "high": 3},
    {"kind": "measured", "of": "word", "unit": "x"},
    {"kind": "measured", "of": "absent", "unit": "x"},
    {"kind": "raises", "error": "TypeError", "contains": "no such"},
    {"kind": "warns", "category": "FutureWarning", "contains": "stays"},
    {"kind": "prints", "contains": "sum: 4"},
]


def make(keys: dict[str, Any]) -> Check:
    return ADAPTER.validate_python({"id": "it", "states": "It holds.", **keys})


def name(keys: dict[str, Any]) -> str:
    return "-".join(str(value) for value in keys.values())


@pytest.mark.parametrize("keys", HOLD, ids=name)
def test_holds(keys: dict[str, Any]) -> None:
    found = judge_check(make(keys), SCRIPTS)
    assert found.passed, found.detail


@pytest.mark.parametrize("keys", FAIL, ids=name)
def test_fails(keys: dict[str, Any]) -> None:
    assert not judge_check(make(keys), SCRIPTS).passed


@pytest.mark.parametrize("keys", HOLD, ids=name)
def test_every_perturbation_turns_it_red(keys: dict[str, Any]) -> None:
    made = mutants(make(keys), SCRIPTS)
    assert made
    for what, changed, scripts in made:
        assert not judge_check(changed, scripts).passed, what


def test_every_kind_is_tried() -> None:
    assert {type(make(keys)) for keys in HOLD} == {type(make(keys)) for keys in FAIL} == set(KINDS)


def test_in_limits_the_scripts_looked_at() -> None:
    strict = make({"kind": "equal", "of": "x", "value": (1.0, 2.0), "in": ("alpha",)})
    assert judge_check(strict, SCRIPTS).passed


def test_a_missing_script_fails_with_the_reason() -> None:
    found = judge_check(make({"kind": "equal", "of": "x"}), {"alpha": ONE})
    assert not found.passed
    assert "nothing to compare" in found.detail


def test_an_unreadable_variable_says_why() -> None:
    left = Left(values={}, unreadable={"x": "Model: not a tensor"})
    assert "Model: not a tensor" in judge_check(make({"kind": "shape", "of": "x", "is": (1,)}), {"alpha": left}).detail


def test_of_repeats_the_median_and_the_middle_half_are_kept() -> None:
    found = judge_check(make({"kind": "measured", "of": "repeats", "unit": "x"}), {"alpha": ONE})
    assert found.measured == {"alpha": 3.0}
    assert found.spread == {"alpha": (2.0, 4.0)}
    assert found.detail == "alpha: 3 x, the middle half of 5 from 2 to 4"


def test_a_single_number_has_no_spread() -> None:
    assert judge_check(make({"kind": "measured", "of": "n", "unit": "x"}), SCRIPTS).spread == {}


@pytest.mark.parametrize("spoilt", [(1.0, float("nan")), (1.0, float("inf")), (), ((1.0, 2.0), (3.0, 4.0))])
def test_repeats_that_are_no_list_of_finite_numbers_fail(spoilt: object) -> None:
    left = Left(values={"x": literal(spoilt)})
    assert not judge_check(make({"kind": "measured", "of": "x", "unit": "x"}), {"alpha": left}).passed
