"""Reading YAML: plain values with lines, and a refusal for whatever could hang, crash or mislead."""

from __future__ import annotations

import pytest
from crosscheck.yaml_lines import MAX_BYTES, read
from hypothesis import given, settings
from hypothesis import strategies as st

REFUSED = {
    "depth": (b"[" * 100_000, "yaml-depth"),
    "braces": (b"{a: " * 50 + b"1" + b"}" * 50, "yaml-depth"),
    "size": (b"a: " + b"x" * MAX_BYTES, "yaml-size"),
    "events": (b"a: [" + b"1," * 200_001 + b"]", "yaml-events"),
    "byte-order mark": (b"\xef\xbb\xbfa: 1", "yaml-encoding"),
    "utf-16": ("a: 1".encode("utf-16"), "yaml-encoding"),
    "latin-1": ("a: é".encode("latin-1"), "yaml-encoding"),
    "nul": (b"a: \x00", "yaml-syntax"),
    "escaped nul": (b'a: "\\0"', "yaml-character"),
    "tag character": ("a: \U000e0041".encode(), "yaml-character"),
    "empty": (b"", "yaml-documents"),
    "only a comment": (b"# nothing\n", "yaml-documents"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_one_problem(name: str) -> None:
    data, rule = REFUSED[name]
    document = read(data, "f.yml")
    assert [problem.rule for problem in document.problems] == [rule]
    assert document.value is None


def test_only_the_core_words_are_special() -> None:
    text = b"[true, false, null, no, on, yes, 017, 1:30, 2.10, .nan, .inf, 1e3, 12, -4, '12', 2026-01-01, 0x10]"
    assert read(text, "f.yml").value == (
        True, False, None, "no", "on", "yes", 17, "1:30", 2.1, ".nan", ".inf", 1000.0, 12, -4, "12", "2026-01-01", "0x10",
    )  # fmt: skip


def test_a_number_of_six_thousand_digits_is_text() -> None:
    assert read(b"a: " + b"9" * 6000, "f.yml").value == {"a": "9" * 6000}


def test_values_know_their_line_and_column() -> None:
    document = read(b"claims:\n- id: one\n  topics: [a,\n    b]\n", "f.yml")
    assert document.mark(("claims", 0, "id")) == (2, 3)
    assert document.mark(("claims", 0, "topics", 1)) == (4, 5)
    assert document.mark(("claims", 0, "nowhere")) == (2, 3)


def test_windows_line_ends_read_as_plain_ones() -> None:
    assert read(b"a: |\r\n  x\r\n  y\r\n", "f.yml").value == {"a": "x\ny\n"}


def test_sequences_cannot_be_changed() -> None:
    value = read(b"a: [1, [2]]", "f.yml").value
    assert value == {"a": (1, (2,))}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_load_or_give_a_problem(data: bytes) -> None:
    document = read(data, "f.yml")
    assert document.problems or document.value is not None or document.marks


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]{}:,-&*!|>'\"#%@`?abc01 \n\t", max_size=200))
def test_any_yaml_like_text_loads_or_gives_a_problem(text: str) -> None:
    document = read(text.encode(), "f.yml")
    assert document.problems or document.marks
