"""From scripts to runs to standing, on the small site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from crosscheck.check import check
from crosscheck.jobs import Job
from crosscheck.ledger import Ledger, read_ledger
from crosscheck.model.vocabulary import Level, Outcome, Standing, Start
from crosscheck.standing import KEEPS
from crosscheck.store import Cache
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


CONFIRMING = How(2)


def test_a_first_success_that_was_preloaded_is_confirmed_in_fresh_processes(root: Path) -> None:
    now = checked(root)
    three = [replace_id(now.knowledge.pairs[0], f"sum-{n}") for n in range(3)]
    for proven in verify(root, three, place(root), CONFIRMING, Memory(Ledger({})), clock):
        assert [set(one.starts.values()) for one in proven.run.attempts] == [{Start.PRELOADED}, {Start.FRESH}]
        assert {snippet.start for snippet in proven.run.snippets.values()} == {Start.FRESH}
        assert proven.run.passed


def test_what_changes_no_verdict_is_not_tried_again(root: Path) -> None:
    prove(root)
    (proven,) = prove(root, how=CONFIRMING)
    assert proven.run.attempts == ()


def replace_id(pair, id_: str):  # type: ignore[no-untyped-def]
    other = pair.model_copy()
    other.furnish(id_, pair.scripts)
    return other


def test_a_script_that_changes_its_mind_is_flaky(root: Path, tmp_path: Path) -> None:
    prove(root)
    mark = tmp_path / "was-here"
    words = f"import pathlib\n\nmark = pathlib.Path({str(mark)!r})\nfirst = not mark.exists()\nmark.touch()\ntotal = 1.0 * first + "
    edit(root, BETA, "total = ", words)
    cache = Cache(tmp_path / "results", print)
    (proven,) = prove(root, how=CONFIRMING, memory=Memory(checked(root).ledger, cache))
    run = proven.run
    assert run.snippets["beta"].outcome is Outcome.FLAKY
    assert run.snippets["beta"].reason == "fail, then pass"
    assert not run.passed
    assert [dict(attempt.outcomes)["beta"] for attempt in run.attempts] == [Outcome.FAIL, Outcome.PASS]
    assert "same-sum" in [check.id for check in run.checks if not check.passed]
    assert not list((tmp_path / "results").rglob("*.json"))
    assert standing(root, "sums-agree") is not Standing.PROVED


def test_a_failure_that_is_the_same_twice_stands(root: Path) -> None:
    prove(root)
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    (proven,) = prove(root, how=CONFIRMING)
    assert proven.run.snippets["beta"].outcome is Outcome.FAIL
    assert len(proven.run.attempts) == 2


def test_leaving_by_exit_is_no_pass(root: Path) -> None:
    edit(root, BETA, "total = ", "raise SystemExit(0)\ntotal = ")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.ERROR


def test_a_script_that_kills_itself_each_time_crashed(root: Path) -> None:
    edit(root, BETA, "total = ", "import os\n\nos.kill(os.getpid(), 9)\ntotal = ")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.CRASH
    assert "twice" in str(proven.run.snippets["beta"].reason)


def test_the_machines_failure_leaves_the_last_run(root: Path) -> None:
    from crosscheck.commands.verifying import _record

    prove(root)
    (proven,) = prove(root, record=False)
    before = (root / "data/runs/here/sum-of-two.json").read_bytes()
    lost = proven.run.snippets["beta"].model_copy(update={"outcome": Outcome.INFRA})
    run = proven.run.model_copy(
        update={"snippets": {**proven.run.snippets, "beta": lost}, "when": "2026-11-22T00:00:00Z"}
    )
    _record(root, checked(root).ledger, replace(proven, run=run))
    assert (root / "data/runs/here/sum-of-two.json").read_bytes() == before


def test_an_expected_failure_that_passes_is_told(root: Path) -> None:
    pair = root / "snippets/basics/sum-of-two/pair.yml"
    text = pair.read_text(encoding="utf-8").replace(
        "timeout: 20", "timeout: 20\nexpected_failure:\n  beta: It adds wrongly today."
    )
    pair.write_text(text, encoding="utf-8")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.XPASS
    assert not proven.run.passed
    edit(root, BETA, "total = ", "total = 1 / 0 + ")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.XFAIL
    assert proven.run.passed
    assert standing(root, "sums-agree") is Standing.CONTRADICTED  # its check compares with a script that fails


def test_words_that_void_a_result_make_it_an_error(root: Path) -> None:
    edit(root, BETA, "total = ", 'print("AutoGraph could not transform <f>")\ntotal = ')
    here = replace(place(root), fatal={"beta": ("AutoGraph could not transform",)})
    now = checked(root)
    (proven,) = verify(root, now.knowledge.pairs, here, How(1, confirm=False), Memory(now.ledger), clock)
    assert proven.run.snippets["beta"].outcome is Outcome.ERROR
    assert "voids what it shows" in str(proven.run.snippets["beta"].reason)


def test_a_silent_script_is_stopped_before_its_time_is_up(root: Path) -> None:
    edit(root, BETA, "total = ", "import time\n\ntime.sleep(15)\ntotal = ")
    edit(root, "snippets/basics/sum-of-two/pair.yml", "timeout: 20", "timeout: 20\nsilence: 1")
    (proven,) = prove(root)
    assert proven.run.snippets["beta"].outcome is Outcome.SILENT


def test_what_runs_is_what_was_judged(root: Path) -> None:
    now = checked(root)
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 99.0)")  # after it was read
    (proven,) = verify(root, now.knowledge.pairs, place(root), How(1, confirm=False), Memory(now.ledger), clock)
    assert proven.run.passed


def known(root: Path, cache: Cache, here=None) -> list[str]:  # type: ignore[no-untyped-def]
    """Verify and return what came from the cache."""
    now, found = checked(root), []
    here = here or place(root)

    def tell(job: Job, state: str) -> None:
        found.extend([job.framework] if state == "known" else [])

    for _ in verify(root, now.knowledge.pairs, here, How(2, confirm=False), Memory(now.ledger, cache), clock, tell):
        pass
    return sorted(found)


def test_what_a_result_depends_on_runs_it_again(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "results", print)
    assert known(root, cache) == []
    assert known(root, cache) == ["alpha", "beta"]
    edit(root, BETA, '"""Add two numbers."""', '"""Add two."""')
    assert known(root, cache) == ["alpha"]
    (root / "snippets/basics/sum-of-two/numbers.txt").write_text("1 2\n", encoding="utf-8")
    assert known(root, cache) == []
    assert known(root, cache, place(root, Level.LIMITS)) == []
    here = place(root)
    assert known(root, cache, replace(here, machine=here.machine.model_copy(update={"threads": 2}))) == []
    assert known(root, cache, replace(here, machine=here.machine.model_copy(update={"python": "CPython 4"}))) == []
    assert known(root, cache) == ["alpha", "beta"]
    edit(root, "snippets/basics/sum-of-two/pair.yml", "atol: 1.0e-6", "atol: 1.0e-7")
    assert known(root, cache) == []


def test_a_release_of_one_framework_runs_that_one_again(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "results", print)
    before = replace(
        place(root), packages={"alpha": "alpha", "beta": "beta"}, builds={"alpha": "1", "beta": "1", "numpy": "1"}
    )
    assert known(root, cache, before) == []
    after = replace(before, builds={"alpha": "2", "beta": "1", "numpy": "1"})
    assert known(root, cache, after) == ["beta"]
    environment = before.environment.model_copy(update={"packages": ("numpy",)})
    assert known(root, cache, replace(before, environment=environment)) == []


def test_a_script_that_imports_the_other_framework_depends_on_it_too(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "results", print)
    edit(root, BETA, "import numpy", "try:\n    import alpha\nexcept ImportError:\n    pass\nimport numpy")
    before = replace(place(root), packages={"alpha": "alpha", "beta": "beta"}, builds={"alpha": "1", "beta": "1"})
    assert known(root, cache, before) == []
    assert known(root, cache, replace(before, builds={"alpha": "2", "beta": "1"})) == []
    assert known(root, cache, replace(before, builds={"alpha": "2", "beta": "2"})) == ["alpha"]


def test_the_fast_path_and_fresh_processes_say_the_same(root: Path) -> None:
    now = checked(root)
    three = [replace_id(now.knowledge.pairs[0], f"sum-{n}") for n in range(3)]
    runs = {}
    for fresh in (False, True):
        how = How(2, fresh=fresh, confirm=False)
        found = [p.run for p in verify(root, three, place(root), how, Memory(Ledger({})), clock)]
        starts = {snippet.start for run in found for snippet in run.snippets.values()}
        assert starts == {Start.FRESH if fresh else Start.PRELOADED}
        runs[fresh] = sorted((r.pair, r.passed, r.checks, r.snippets["beta"].values["total"].sha256) for r in found)
    assert runs[True] == runs[False]


def test_few_scripts_start_fresh(root: Path) -> None:
    (proven,) = prove(root)
    assert {snippet.start for snippet in proven.run.snippets.values()} == {Start.FRESH}
