"""From scripts to runs to standing, on the small site."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from crosscheck.check import check
from crosscheck.ledger import read_ledger
from crosscheck.model.vocabulary import Outcome, Standing
from crosscheck.standing import KEEPS
from crosscheck.verify import How, Memory, mismatch, verify
from support import TODAY, checked, clock, copy_minisite, edit, place, prove

BETA = "snippets/basics/sum-of-two/in_beta.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_minisite(tmp_path)


def standing(root: Path, claim: str) -> Standing:
    return checked(root).stands[claim].standing


def test_a_run_records_what_really_ran(root: Path) -> None:
    (proven,) = prove(root)
    run = proven.run
    assert run.passed
    assert run.when == "2026-11-21T12:00:00Z"
    assert run.machine.packages["numpy"]
    assert run.snippets["alpha"].output == "alpha: 5.0\n"
    assert run.snippets["alpha"].values["total"].dtype == "float32"


def test_what_is_recorded_reads_back_the_same(root: Path) -> None:
    (proven,) = prove(root)
    assert read_ledger(root).of("sum-of-two", "here") == proven.run


def test_without_a_run_a_claim_is_stale(root: Path) -> None:
    assert standing(root, "sums-agree") is Standing.STALE
    assert standing(root, "beta-has-notes") is Standing.SOURCED


def test_a_passing_run_proves(root: Path) -> None:
    prove(root)
    assert standing(root, "sums-agree") is Standing.PROVED
    assert standing(root, "alpha-keeps-type") is Standing.PROVED


def test_an_edited_script_makes_it_stale_until_it_runs(root: Path) -> None:
    prove(root)
    edit(root, BETA, '"""Add two numbers."""', '"""Add two numbers at once."""')
    assert standing(root, "sums-agree") is Standing.STALE
    prove(root)
    assert standing(root, "sums-agree") is Standing.PROVED


def test_an_edited_check_makes_it_stale(root: Path) -> None:
    prove(root)
    edit(root, "snippets/basics/sum-of-two/pair.yml", "atol: 1.0e-6", "atol: 1.0e-7")
    assert standing(root, "sums-agree") is Standing.STALE


def test_a_reworded_check_does_not(root: Path) -> None:
    prove(root)
    edit(root, "snippets/basics/sum-of-two/pair.yml", "The sums agree.", "The two sums agree.")
    assert standing(root, "sums-agree") is Standing.PROVED


def test_moved_pins_make_it_stale(root: Path) -> None:
    prove(root)
    (root / "data/environments/here.txt").write_text("numpy==1.0\n", encoding="utf-8")
    assert standing(root, "sums-agree") is Standing.STALE


def test_age_makes_it_stale_and_then_overdue(root: Path) -> None:
    prove(root)
    later = TODAY + KEEPS + timedelta(days=1)
    assert check(root, later).stands["sums-agree"].standing is Standing.STALE
    much_later = TODAY + timedelta(days=400)
    assert check(root, much_later).stands["sums-agree"].standing is Standing.OVERDUE


def test_a_changed_number_contradicts_every_claim_on_it(root: Path) -> None:
    prove(root)
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    (proven,) = prove(root)
    assert not proven.run.passed
    assert proven.run.snippets["beta"].outcome is Outcome.FAIL
    assert standing(root, "sums-agree") is Standing.CONTRADICTED
    assert standing(root, "alpha-keeps-type") is Standing.PROVED  # the check that it cites still holds
    assert [p.rule for p in checked(root).errors] == ["claim-contradicted"]
    detail = next(c.detail for c in proven.run.checks if c.id == "same-sum")
    assert "largest difference 0.5" in detail
    assert "5" in detail and "5.5" in detail


def test_a_script_that_raises_is_an_error_and_contradicts(root: Path) -> None:
    edit(root, BETA, "total = ", "total = 1 / 0 + ")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.ERROR
    assert "ZeroDivisionError" in str(proven.run.snippets["beta"].reason)
    assert standing(root, "sums-agree") is Standing.CONTRADICTED


def test_an_expected_exception_passes(root: Path) -> None:
    pair = root / "snippets/basics/sum-of-two/pair.yml"
    check = "- id: beta-raises\n  states: Beta raises.\n  kind: raises\n  in: [beta]\n  error: ValueError\n  contains: enough\n"
    pair.write_text(pair.read_text(encoding="utf-8") + check, encoding="utf-8")
    script = root / BETA
    script.write_text(script.read_text(encoding="utf-8") + 'raise ValueError("enough")\n', encoding="utf-8")
    (proven,) = prove(root)
    assert proven.run.passed


def test_every_check_of_the_small_site_can_fail(root: Path) -> None:
    (proven,) = prove(root, mutate=True)
    assert proven.mutants == 3
    assert proven.survivors == ()


def test_a_tolerance_that_allows_everything_is_found(root: Path) -> None:
    edit(root, "snippets/basics/sum-of-two/pair.yml", "atol: 1.0e-6", "rtol: 10")
    (proven,) = prove(root, mutate=True)
    assert [s.check for s in proven.survivors] == ["same-sum"]


def test_a_run_that_is_none_is_a_problem_and_counts_as_none(root: Path) -> None:
    prove(root)
    path = root / "data/runs/here/sum-of-two.json"
    path.write_text(path.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert [p.rule for p in checked(root).errors] == ["run-form"]
    assert standing(root, "sums-agree") is Standing.STALE


def test_a_run_in_the_wrong_place_is_a_problem(root: Path) -> None:
    prove(root)
    (root / "data/runs/here/sum-of-two.json").rename(root / "data/runs/here/other.json")
    assert [p.rule for p in checked(root).errors] == ["run-place"]


def test_a_wrong_installed_version_is_told(root: Path) -> None:
    assert mismatch(place(root), {"numpy": "0.1"}) is not None
    assert mismatch(place(root), {"numpy": place(root).machine.packages["numpy"]}) is None


def test_running_twice_changes_only_durations(root: Path) -> None:
    texts = []
    for _ in range(2):
        prove(root)
        run = json.loads((root / "data/runs/here/sum-of-two.json").read_text(encoding="utf-8"))
        for snippet in run["snippets"].values():
            del snippet["seconds"]
        texts.append(run)
    assert texts[0] == texts[1]


def test_nothing_runs_before_it_is_asked_for(root: Path) -> None:
    now = checked(root)
    stream = verify(root, now.knowledge.pairs, place(root), How(1), Memory(now.ledger), clock)
    assert not (root / "data/runs").exists()
    stream.close()  # type: ignore[attr-defined]
