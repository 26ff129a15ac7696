"""What people read about a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from crosscheck.report_runs import muted, run_text
from support import checked, copy_minisite, edit, prove

ALPHA = "snippets/basics/sum-of-two/in_alpha.py"
BETA = "snippets/basics/sum-of-two/in_beta.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_minisite(tmp_path)


def text(root: Path) -> str:
    (proven,) = prove(root, record=False)
    (pair,) = checked(root).knowledge.pairs
    return run_text(proven, pair)


def test_a_run_that_holds_takes_one_line(root: Path) -> None:
    assert text(root).startswith("sum-of-two: holds (3 checks, ")
    assert "\n" not in text(root)


def test_a_failure_shows_both_values_where_they_part_and_how_to_run_it_alone(root: Path) -> None:
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(np.arange(6.0).reshape(2, 3), 3.0).T")
    edit(root, ALPHA, "total = ", "total = np.arange(6.0).reshape(2, 3) + 0 * ")
    words = text(root)
    assert "sum-of-two: DOES NOT HOLD" in words
    assert "alpha  float64[2, 3]: " in words
    assert "beta   float64[3, 2]: " in words
    assert "another layout: the first with its axes in the order [1, 0] is the second" in words
    assert words.endswith("to run it alone: crosscheck verify sum-of-two --fresh")


def test_a_failure_names_the_largest_difference_and_the_tolerance(root: Path) -> None:
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    words = text(root)
    assert "largest difference 0.5; tolerance 1e-06 + 0 times the second value" in words


def test_a_scripts_words_are_no_workflow_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "  | ::error::forged\n  | ##[add-mask]x"
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert muted(bad) == bad
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    first, *middle, last = muted(bad).splitlines()
    assert "\n".join(middle) == bad
    token = first.removeprefix("::stop-commands::")
    assert len(token) == 32
    assert last == f"::{token}::"
    assert muted(bad).splitlines()[0] != first
