"""What flipped in our runs is written once, in order, and read back or refused line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from crosscheck.bundles import Shard, origin, write_bundle
from crosscheck.commands.merge import command as merge_command
from crosscheck.history import Entry, History, Recorder, read_history
from crosscheck.ledger import read_ledger
from crosscheck.model.runs import Run
from support import checked, copy_minisite, edit, prove

BETA = "snippets/basics/sum-of-two/in_beta.py"
FILE = "data/history/2026.jsonl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_minisite(tmp_path)


def record(root: Path, **update: object) -> list[tuple[str, str, str, str]]:
    """Run the pair and record it; return what that flipped."""
    run = prove(root, record=False)[0].run.model_copy(update=update)
    return spelt(recorder(root).record(run))


def recorder(root: Path) -> Recorder:
    return Recorder(root, checked(root).knowledge, read_ledger(root))


def spelt(entries: tuple[Entry, ...]) -> list[tuple[str, str, str, str]]:
    return [(e.claim, e.from_.value, e.to.value, e.because) for e in entries]


def test_a_first_run_proves_what_had_not_run(root: Path) -> None:
    assert record(root) == [
        ("sums-agree", "stale", "proved", "sum-of-two#same-sum"),
        ("alpha-keeps-type", "stale", "proved", "sum-of-two#alpha-type"),
    ]
    assert (root / FILE).read_text(encoding="utf-8").splitlines()[0] == json.dumps(
        {
            "when": "2026-11-21T12:00:00Z",
            "claim": "sums-agree",
            "from": "stale",
            "to": "proved",
            "because": "sum-of-two#same-sum",
            "environment": "here",
        }
    )


def test_the_same_again_is_no_entry(root: Path) -> None:
    record(root)
    assert record(root, when="2026-11-22T12:00:00Z") == []


def test_a_failure_and_its_mending_are_one_entry_each(root: Path) -> None:
    record(root)
    before = (root / FILE).read_text(encoding="utf-8")
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    assert record(root) == [("sums-agree", "proved", "contradicted", "sum-of-two#same-sum")]
    edit(root, BETA, "np.add(2.0, 3.5)", "np.add(2.0, 3.0)")
    assert record(root) == [("sums-agree", "contradicted", "proved", "sum-of-two#same-sum")]
    assert (root / FILE).read_text(encoding="utf-8").startswith(before)
    assert [e.edited for e in read_history(root).entries] == [(), (), ("script",), ("script",)]


def test_what_moved_between_two_runs_is_named(root: Path) -> None:
    record(root)
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    run = prove(root, record=False)[0].run
    newer = run.machine.model_copy(update={"packages": {"numpy": "99.1"}})
    (entry,) = recorder(root).record(run.model_copy(update={"machine": newer}))
    assert str(entry.moved[0]) == f"numpy {run.machine.packages['numpy']} → 99.1"


def test_edits_pins_and_the_calendar_alone_are_no_entries(root: Path) -> None:
    record(root)
    edit(root, BETA, '"""Add two numbers."""', '"""Add two numbers at once."""')
    edit(root, "data/claims/basics.yml", "review_by: 2027-05-20", "review_by: 2026-11-20")
    assert record(root) == []


def test_a_run_in_another_environment_decides_nothing(root: Path) -> None:
    record(root)
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    assert record(root, environment="elsewhere") == []


def test_killed_between_history_and_run_the_next_one_ends_with_both(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, run: Run) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("crosscheck.history.record_run", killed)
        with pytest.raises(KeyboardInterrupt):
            record(root)
    assert not (root / "data/runs").exists()
    written = (root / FILE).read_bytes()
    assert record(root) == []
    assert (root / FILE).read_bytes() == written
    assert (root / "data/runs/here/sum-of-two.json").is_file()


GOOD = {
    "when": "2026-11-21T12:00:00Z",
    "claim": "sums-agree",
    "from": "proved",
    "to": "contradicted",
    "because": "sum-of-two#same-sum",
    "environment": "here",
}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Invalid JSON"),
        ("", "Invalid JSON"),
        (json.dumps(GOOD | {"to": "maybe"}), "to: Input should be"),
        (json.dumps(GOOD | {"when": "2025-11-21T12:00:00Z"}), "it is of 2025 and stands in 2026.jsonl"),
        (json.dumps(GOOD | {"to": "proved"}), "it says that nothing changed: proved"),
        (json.dumps(GOOD), "it stands there twice"),
        (json.dumps(GOOD | {"who": "me"}), "who: Extra inputs are not permitted"),
    ],
)
def test_a_line_that_is_no_entry_is_a_problem_with_its_line(root: Path, line: str, why: str) -> None:
    prove(root)
    path = root / FILE
    path.parent.mkdir()
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    (problem,) = checked(root).problems
    assert str(problem).startswith(f"{FILE}:2:1: not an entry: {why}")
    assert problem.rule == "history-form"
    assert len(checked(root).history.entries) == 1


def test_a_claim_that_only_the_history_knows_is_a_warning(root: Path) -> None:
    prove(root)
    path = root / FILE
    path.parent.mkdir()
    path.write_text(json.dumps(GOOD | {"claim": "sums-are-equal"}) + "\n", encoding="utf-8")
    assert [(p.rule, p.value, p.level) for p in checked(root).problems] == [
        ("history-claim", "sums-are-equal", "warning")
    ]
    edit(root, "data/claims/basics.yml", "  topic: basics", "  formerly: [sums-are-equal]\n  topic: basics")
    assert checked(root).problems == ()


def test_without_a_file_there_is_no_history(root: Path) -> None:
    assert read_history(root) == History()


def test_merged_runs_are_told_as_well(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    run = prove(root, record=False)[0].run
    write_bundle(tmp_path / "bundle.json", [run], Shard(1, 1), [run.pair], origin(root))
    done = CliRunner().invoke(merge_command, [str(tmp_path / "bundle.json")], obj=str(root))
    assert done.exit_code == 0, done.output
    assert "sums-agree: stale → proved, by sum-of-two#same-sum" in done.output
    assert spelt(read_history(root).entries) == [
        ("sums-agree", "stale", "proved", "sum-of-two#same-sum"),
        ("alpha-keeps-type", "stale", "proved", "sum-of-two#alpha-type"),
    ]
