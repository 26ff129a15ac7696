"""The face: words, exit statuses, near misses."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crosscheck.cli import COMMANDS
from crosscheck.environments import folder_of
from support import checked, copy_minisite, edit, prove


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    prove(root)
    return root


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", "from crosscheck.cli import main; main()", "--root", str(root), *arguments]


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(root, *arguments), capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def built(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for a built environment: a folder whose interpreter is the one that runs the tests."""
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    knowledge = checked(root).knowledge
    environment = knowledge.environments[0]
    folder = folder_of(environment, knowledge.pins[environment.id])
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (folder / "complete.json").write_text("{}", encoding="utf-8")
    return root


def test_verify_proves_and_records(built: Path) -> None:
    shutil.rmtree(built / "data/runs")
    done = run(built, "verify", "--mutate")
    assert done.returncode == 0, done.stderr
    assert "1 of 1 pairs hold, 3 checks" in done.stderr
    assert "3 of 3 perturbed expectations turned red: 100 %" in done.stderr
    assert (built / "data/runs/here/sum-of-two.json").is_file()


def test_verify_of_a_claim_a_check_a_topic_a_tool_and_a_path(built: Path) -> None:
    words = (
        "sums-agree",
        "sum-of-two#is-five",
        "basics",
        "sum-of-two",
        "snippets/basics",
        "snippets/basics/sum-of-two/in_beta.py",
    )
    for word in words:
        assert run(built, "verify", word, "--no-record").returncode == 0, word


def test_a_changed_number_turns_the_exit_status(built: Path) -> None:
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "3.0", "4.0")
    done = run(built, "verify", "--junit", str(built / "out.xml"))
    assert done.returncode == 1
    assert "check same-sum is false: alpha and beta: largest difference 1" in done.stderr
    assert "to run it alone: crosscheck verify sum-of-two" in done.stderr
    assert (built / "out.xml").read_text(encoding="utf-8").count("<failure") == 2
    assert run(built, "check").returncode == 1
    assert "contradicted" in run(built, "show", "sums-agree").stdout
    assert run(built, "build", "--pages-only").returncode == 1


def test_the_level_of_the_sandbox_is_recorded(built: Path) -> None:
    shutil.rmtree(built / "data/runs")
    run(built, "verify")
    assert '"sandbox": "limits"' in (built / "data/runs/here/sum-of-two.json").read_text(encoding="utf-8")
    assert "sandbox      off, limits; strict is" in run(built, "doctor").stdout


def test_no_record_leaves_the_runs_alone(built: Path) -> None:
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "3.0", "4.0")
    before = (built / "data/runs/here/sum-of-two.json").read_bytes()
    assert run(built, "verify", "--no-record").returncode == 1
    assert (built / "data/runs/here/sum-of-two.json").read_bytes() == before


def test_nothing_stale_is_nothing_to_do(built: Path) -> None:
    done = run(built, "verify", "--stale")
    assert (done.returncode, "0 of 0 pairs hold" in done.stderr) == (0, True)


def test_a_card_that_is_not_there_is_the_machines_matter(built: Path) -> None:
    edit(built, "snippets/basics/sum-of-two/pair.yml", "devices: [cpu]", "devices: [cpu, cuda]")
    done = run(built, "verify", "--device", "cuda")
    if shutil.which("nvidia-smi"):
        pytest.skip("this machine has a card")
    assert done.returncode == 3
    assert "this machine has no card" in done.stderr


def test_an_environment_of_other_versions_is_the_machines_matter(built: Path) -> None:
    pins = built / "data/environments/here.txt"
    old = folder_of(checked(built).knowledge.environments[0], pins.read_text(encoding="utf-8"))
    pins.write_text("numpy==0.1\n", encoding="utf-8")
    shutil.copytree(old, folder_of(checked(built).knowledge.environments[0], "numpy==0.1\n"))
    done = run(built, "verify")
    assert done.returncode == 3
    assert "numpy 0.1 is pinned" in done.stderr


def test_an_interrupt_ends_what_runs_and_keeps_what_is_finished(built: Path) -> None:
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "total = ", "import time\n\ntime.sleep(15)\ntotal = ")
    before = (built / "data/runs/here/sum-of-two.json").read_bytes()
    process = subprocess.Popen(command(built, "verify"), stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("environment here:")  # said just before the scripts are started
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, words = process.communicate(timeout=30)
    assert process.returncode == 130, words
    assert "what was finished is kept" in words
    assert time.monotonic() - start < 10
    assert (built / "data/runs/here/sum-of-two.json").read_bytes() == before


def test_check_passes_on_sound_data(root: Path) -> None:
    done = run(root, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "4 claims" in done.stderr
    assert "some-post: 2 assertions, 0 without an answer" in done.stderr


def test_check_fails_with_the_line(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "verdict: unproven", "verdict: unproved")
    done = run(root, "check")
    assert done.returncode == 1
    assert done.stdout.startswith(
        'data/claims/basics.yml:45:3: claims[3].verdict: not a word we know: unproved; did you mean "unproven"?'
    )


def test_check_counts_a_contradiction(root: Path) -> None:
    edit(root, "snippets/basics/sum-of-two/in_beta.py", "3.0", "4.0")
    prove(root)
    done = run(root, "check")
    assert done.returncode == 1
    assert "claim-contradicted" in done.stdout


def test_json_is_one_object(root: Path) -> None:
    for arguments in (["check", "--json"], ["show", "sums-agree", "--json"], ["stale", "--json"], ["env", "--json"]):
        assert json.loads(run(root, *arguments).stdout)["schema_version"] == 1


def test_formats_of_check(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "verdict: unproven", "verdict: unproved")
    assert run(root, "check", "--format", "github").stdout.startswith("::error file=data/claims/basics.yml,line=45")
    assert json.loads(run(root, "check", "--format", "sarif").stdout)["version"] == "2.1.0"


def test_an_unknown_selection_is_wrong_usage_with_a_near_miss(root: Path) -> None:
    done = run(root, "verify", "sum-of-to")
    assert done.returncode == 2
    assert 'did you mean "sum-of-two"?' in done.stderr


def test_a_claim_without_checks_cannot_be_verified(root: Path) -> None:
    done = run(root, "verify", "beta-has-notes")
    assert done.returncode == 2
    assert "nothing to run" in done.stderr


def test_an_unknown_command_is_wrong_usage_with_a_near_miss(root: Path) -> None:
    done = run(root, "verfy")
    assert done.returncode == 2
    assert 'did you mean "verify"?' in done.stderr


def test_a_folder_without_data_is_wrong_usage(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert "there is no data folder" in done.stderr


def test_show_tells_standing_and_place(root: Path) -> None:
    done = run(root, "show", "sums-agree")
    assert done.returncode == 0
    assert "claims: sums-agree  (data/claims/basics.yml:2)" in done.stdout
    assert "standing: proved" in done.stdout


def test_show_suggests(root: Path) -> None:
    assert 'did you mean "sums-agree"?' in run(root, "show", "sum-agree").stderr


def test_stale_lists_and_fails(root: Path) -> None:
    assert run(root, "stale").returncode == 0
    edit(root, "snippets/basics/sum-of-two/in_beta.py", '"""Add', '"""Now add')
    done = run(root, "stale")
    assert done.returncode == 1
    assert "pair sum-of-two: a script has changed since it ran" in done.stdout


@pytest.mark.parametrize("noun", ["claim", "source", "tool"])
def test_new_writes_what_the_schema_accepts(root: Path, noun: str) -> None:
    done = run(root, "new", noun, "brand-new", *(["--topic", "basics"] if noun == "claim" else []))
    assert done.returncode == 0, done.stderr
    rules = {line.rpartition("[")[2].rstrip("]") for line in run(root, "check").stdout.splitlines()}
    assert not {rule for rule in rules if rule.startswith(("schema", "yaml"))}
    assert "placeholder" in rules
    assert rules <= {"placeholder", "source-unused", "tool-evidence"}


def test_new_pair_runs_at_once(root: Path) -> None:
    assert run(root, "new", "pair", "brand-new", "--topic", "basics").returncode == 0
    rules = {line.rpartition("[")[2].rstrip("]") for line in run(root, "check").stdout.splitlines()}
    assert rules == {"pair-orphan", "placeholder"}
    assert all(proven.run.passed for proven in prove(root, record=False))


def test_new_refuses_what_is_there_and_what_is_no_id(root: Path) -> None:
    assert "already" in run(root, "new", "claim", "sums-agree", "--topic", "basics").stderr
    assert "is not an id" in run(root, "new", "claim", "Sums Agree", "--topic", "basics").stderr
    assert 'did you mean "basics"?' in run(root, "new", "claim", "brand-new", "--topic", "basic").stderr


def test_doctor_says_what_is_missing(root: Path) -> None:
    done = run(root, "doctor")
    assert done.returncode == 0
    assert "environment  here: 1 pairs, not built" in done.stdout


def test_help_lists_every_command(root: Path) -> None:
    done = run(root, "--help")
    assert all(name in done.stdout for name in COMMANDS)


def test_every_command_has_help(root: Path) -> None:
    for name in COMMANDS:
        assert run(root, name, "--help").returncode == 0


def test_no_escape_codes_when_piped(root: Path) -> None:
    assert "\x1b" not in run(root, "check").stderr
