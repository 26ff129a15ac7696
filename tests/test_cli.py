"""The face: words, exit statuses, near misses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from crosscheck.cli import COMMANDS
from support import copy_minisite, edit, prove


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    prove(root)
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from crosscheck.cli import main; main()", "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


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
    assert rules <= {"source-unused", "tool-evidence"}


def test_new_pair_runs_at_once(root: Path) -> None:
    assert run(root, "new", "pair", "brand-new", "--topic", "basics").returncode == 0
    rules = {line.rpartition("[")[2].rstrip("]") for line in run(root, "check").stdout.splitlines()}
    assert rules == {"pair-orphan"}
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
