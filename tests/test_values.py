"""Comparing what scripts leave."""

from __future__ import annotations

import base64

import numpy as np
from crosscheck.values import Seen, decode, gap, literal, record, show
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

FINITE = st.floats(-1e6, 1e6, allow_nan=False)


def array(values: NDArray[np.generic] | list[float], dtype: str = "float32") -> Seen:
    made = np.asarray(values, dtype=dtype)
    data = base64.b64encode(made.tobytes()).decode()
    return decode({"kind": "array", "dtype": dtype, "stored": made.dtype.str, "shape": list(made.shape), "data": data})


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_a_value_equals_itself_exactly(values: list[float]) -> None:
    assert gap(array(values, "float64"), array(values, "float64")).equal


@settings(deadline=None)
@given(st.lists(FINITE, min_size=1, max_size=20), st.integers(0, 19), st.floats(1e-3, 1e3))
def test_a_moved_element_is_found_and_measured(values: list[float], at: int, by: float) -> None:
    at %= len(values)
    moved = list(values)
    moved[at] += by
    found = gap(array(moved, "float64"), array(values, "float64"), atol=by / 2)
    assert not found.equal
    assert found.where == f"[{at}]"
    assert found.largest is not None and abs(found.largest - by) < 1e-6 + 1e-9 * abs(values[at])


def test_nan_equals_nan_and_nothing_else() -> None:
    assert gap(array([np.nan]), array([np.nan])).equal
    assert not gap(array([np.nan]), array([0.0]), atol=1e9).equal


def test_infinities_equal_themselves() -> None:
    assert gap(array([np.inf]), array([np.inf])).equal
    assert not gap(array([np.inf]), array([-np.inf])).equal


def test_shapes_have_to_match() -> None:
    found = gap(array([1.0, 2.0]), array([[1.0, 2.0]]))
    assert not found.equal
    assert "shape" in found.where


def test_a_list_of_numbers_compares_with_an_array() -> None:
    assert gap(literal((1.0, 2.0)), array([1.0, 2.0])).equal
    assert gap(literal(((1, 2), (3, 4))), array([[1.0, 2.0], [3.0, 4.0]])).equal


def test_texts_and_booleans_compare_without_distance() -> None:
    assert not gap(literal("a"), literal("b")).equal
    assert gap(literal("a"), literal("b")).largest is None
    assert not gap(literal(("a", "b")), literal(("a",))).equal


def test_text_is_no_number() -> None:
    assert not gap(literal("1"), literal(1)).equal


def test_large_arrays_are_shown_by_their_beginning_and_extremes() -> None:
    text = show(array(np.arange(1000.0)))
    assert "1000 elements; least 0, greatest 999" in text


def test_records_tell_values_apart_by_hash() -> None:
    big = np.arange(1000.0)
    other = big.copy()
    other[-2] += 0.001
    assert record(array(big, "float64")).text == record(array(other, "float64")).text
    assert record(array(big, "float64")).sha256 != record(array(other, "float64")).sha256
