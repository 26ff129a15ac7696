"""A pair that depends on what it should not is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from crosscheck.stability import Steadiness, stability
from support import checked, clock, copy_minisite, edit, place

BETA = "snippets/basics/sum-of-two/in_beta.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_minisite(tmp_path)


def steadiness(root: Path) -> Steadiness:
    (found,) = stability(root, checked(root).knowledge.pairs, place(root), 2, lambda words: None, clock)
    return found


def test_a_sound_pair_is_steady(root: Path) -> None:
    found = steadiness(root)
    assert found.steady
    assert (found.rounds, found.differing, found.varying) == (7, (), ())


def test_what_depends_on_the_hash_seed_is_not_steady(root: Path) -> None:
    edit(root, BETA, "total = ", "total = (hash('a') % 1000) * 0.0 + (0 if hash('b') == 3 else 0) + ")
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.0 + hash('seed') % 7)")
    found = steadiness(root)
    assert not found.steady
    assert "beta's total" in found.varying


def test_what_depends_on_an_earlier_run_is_not_steady(root: Path, tmp_path: Path) -> None:
    mark = tmp_path / "was-here"
    edit(
        root,
        BETA,
        "total = ",
        f"import pathlib\n\nmark = pathlib.Path({str(mark)!r})\nfirst = not mark.exists()\nmark.touch()\ntotal = first + ",
    )
    found = steadiness(root)
    assert not found.steady
    assert len(found.differing) == found.rounds - 1


def test_what_depends_on_the_time_zone_is_not_steady(root: Path) -> None:
    edit(root, BETA, "total = ", "import time\n\ntotal = time.timezone * 1.0 + ")
    assert steadiness(root).differing == ("locale C, time zone of Apia",)
