"""The face: words, exit statuses, near misses."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
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
    assert "sandbox      up to level" in run(built, "doctor").stdout


def test_no_record_leaves_the_runs_alone(built: Path) -> None:
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "3.0", "4.0")
    before = (built / "data/runs/here/sum-of-two.json").read_bytes()
    assert run(built, "verify", "--no-record").returncode == 1
    assert (built / "data/runs/here/sum-of-two.json").read_bytes() == before


def test_nothing_stale_is_nothing_to_do(built: Path) -> None:
    done = run(built, "verify", "--stale")
    assert (done.returncode, "0 of 0 pairs hold" in done.stderr) == (0, True)


def test_no_card_is_told(built: Path) -> None:
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


def test_an_interrupt_ends_what_runs_and_leaves_with_130(built: Path) -> None:
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


def test_two_interrupts_leave_at_once_and_leave_nothing_behind(built: Path) -> None:
    program = "import subprocess\nsubprocess.run(['sleep', '600000123'])\ntotal = "
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "total = ", program)
    process = subprocess.Popen(command(built, "verify"), stderr=subprocess.PIPE, text=True, start_new_session=True)
    _until(lambda: bool(_sleepers()), "the script has not started")
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, words = process.communicate(timeout=30)
    assert time.monotonic() - start < 10
    assert process.returncode == 130, words
    assert "Traceback" not in words
    _until(lambda: not _sleepers(), "what the script started is still there")


def _sleepers() -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += [path.parent.name] if path.read_bytes() == b"sleep\x00600000123\x00" else []
    return found


def _until(true: Callable[[], bool], otherwise: str) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    pytest.fail(otherwise)


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
    assert "environment  here: 1 pair, not built" in done.stdout


def test_help_lists_every_command(root: Path) -> None:
    done = run(root, "--help")
    assert all(name in done.stdout for name in COMMANDS)


def test_every_command_has_help(root: Path) -> None:
    for name in COMMANDS:
        assert run(root, name, "--help").returncode == 0


def test_no_escape_codes_in_a_pipe(built: Path) -> None:
    done = subprocess.run(
        command(built, "verify"), capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "40"}
    )
    assert done.returncode == 0
    assert "\x1b" not in done.stderr + done.stdout + run(built, "check").stderr


@pytest.mark.parametrize(
    "variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "xterm-256color", "COLUMNS": "40"}]
)
def test_a_terminal_of_any_kind_is_served(built: Path, variables: dict[str, str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    words = command(built, "verify", "--fresh")
    process = subprocess.Popen(words, stderr=theirs, stdout=theirs, stdin=theirs, env={**os.environ, **variables})
    os.close(theirs)
    seen = b""
    while True:
        try:
            data = os.read(ours, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.close(ours)
    assert process.wait() == 0
    assert b"1 of 1 pairs hold" in seen
    assert "NO_COLOR" not in variables or not re.search(rb"\x1b\[[0-9;]*3[0-9]m", seen)


def test_the_same_bytes_in_every_locale(built: Path) -> None:
    bodies = []
    for variables in (
        {"LC_ALL": "C"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "de_DE.UTF-8"},
        {"LANG": "C", "PYTHONUTF8": "0"},
    ):
        shutil.rmtree(built / "data/runs")
        words = command(built, "verify", "--fresh", "--junit", str(built / "junit.xml"))
        done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, **variables})
        assert done.returncode == 0, done.stderr
        body = json.loads((built / "data/runs/here/sum-of-two.json").read_bytes())
        for snippet in body["snippets"].values():
            del snippet["seconds"]
        del body["when"]
        bodies.append(body)
    assert bodies == [bodies[0]] * 4


def test_few_file_descriptors(built: Path) -> None:
    few = ["bash", "-c", 'ulimit -n 64 && exec "$@"', "bash", *command(built, "verify", "--fresh")]
    done = subprocess.run(few, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_clock_that_goes_back_is_told(built: Path) -> None:
    path = built / "data/runs/here/sum-of-two.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2026-11-21T12:00:00Z", "2099-01-01T00:00:00Z"), encoding="utf-8"
    )
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    done = run(built, "verify", "--fresh", "--accept")
    assert "before its last recorded run of 2099-01-01T00:00:00Z" in done.stderr


def test_many_new_failures_hold_the_recording(built: Path) -> None:
    folder = built / "snippets/basics"
    names = ["sum-of-two", "sum-a", "sum-b"]
    for name in names[1:]:
        shutil.copytree(folder / "sum-of-two", folder / name)
    run(built, "verify")
    runs = {name: (built / f"data/runs/here/{name}.json").read_bytes() for name in names}
    for name in names:
        edit(built, f"snippets/basics/{name}/in_beta.py", "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    done = run(built, "verify")
    assert done.returncode == 1
    assert "3 of 3 pairs fail that held before" in done.stderr
    assert {name: (built / f"data/runs/here/{name}.json").read_bytes() for name in names} == runs
    assert run(built, "verify", "--accept").returncode == 1
    assert {name: (built / f"data/runs/here/{name}.json").read_bytes() for name in names} != runs


def test_a_share_makes_a_bundle_and_the_bundles_a_whole(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "snippets/basics/sum-of-two", built / "snippets/basics/sum-a")
    shutil.rmtree(built / "data/runs")
    files = [str(tmp_path / f"bundle{n}.json") for n in (1, 2)]
    for number, file in enumerate(files, 1):
        done = run(built, "verify", "--shard", f"{number}/2", "--bundle", file, "--no-record")
        assert "1 of 1 pairs hold" in done.stderr, done.stderr
    assert not (built / "data/runs").exists()
    done = run(built, "merge", *files)
    assert done.returncode == 0, done.stderr
    assert "2 runs of commit unknown recorded" in done.stderr
    assert sorted(path.stem for path in (built / "data/runs/here").iterdir()) == ["sum-a", "sum-of-two"]
    assert run(built, "merge", files[0]).returncode == 2


def test_only_what_changed_since_a_revision_runs(built: Path) -> None:
    shutil.copytree(built / "snippets/basics/sum-of-two", built / "snippets/basics/sum-a")
    git = ["git", "-C", str(built), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True)
    assert "0 of 0 pairs hold" in run(built, "verify", "--changed-since", "HEAD").stderr
    edit(built, "snippets/basics/sum-a/in_beta.py", '"""Add two numbers."""', '"""Add."""')
    done = run(built, "verify", "--changed-since", "HEAD")
    assert "sum-a: holds" in done.stderr
    assert "1 of 1 pairs hold" in done.stderr
    (built / "data/environments/here.txt").write_text((built / "data/environments/here.txt").read_text() + "# later\n")
    assert "2 of 2 pairs hold" in run(built, "verify", "--changed-since", "HEAD").stderr
    assert run(built, "verify", "--changed-since", "nowhere").returncode == 2


def test_stability_is_told(built: Path) -> None:
    done = run(built, "verify", "--stability", "--sandbox", "off")
    assert done.returncode == 0, done.stderr
    assert "sum-of-two: steady over 7 rounds" in done.stderr
    edit(built, "snippets/basics/sum-of-two/in_beta.py", "np.add(2.0, 3.0)", "np.add(2.0, 3.0) + hash('x') % 5 * 1.0")
    done = run(built, "verify", "--stability", "--sandbox", "off")
    assert done.returncode == 1
    assert "beta's total" in done.stderr


def test_executor_and_scheduler_go_together(built: Path) -> None:
    assert run(built, "verify", "--executor", "dask").returncode == 2
    assert run(built, "verify", "--scheduler", "tcp://127.0.0.1:1").returncode == 2


ALPHA_ONE = (
    "import numpy\n\nweights = numpy.ones((2, 3))\nout = numpy.arange(6.0).reshape(2, 3)\nlater = 1\nonly_here = 2\n"
)


def own_pair(folder: Path, second: str) -> Path:
    folder.mkdir()
    (folder / "in_alpha.py").write_text(ALPHA_ONE, encoding="utf-8")
    (folder / "in_beta.py").write_text(second, encoding="utf-8")
    return folder


def test_compare_names_the_first_variable_that_parts(built: Path, tmp_path: Path) -> None:
    folder = own_pair(tmp_path / "mine", ALPHA_ONE.replace("reshape(2, 3)\nlater = 1", "reshape(2, 3).T\nlater = 2"))
    done = run(built, "compare", str(folder))
    assert done.returncode == 1, done.stderr
    assert "weights: the same within the tolerance" in done.stderr
    assert "out parts at the shape" in done.stderr
    assert "another layout: the first with its axes in the order [1, 0] is the second" in done.stderr
    assert "variables after it that part too: later" in done.stderr
    assert run(built, "compare", str(folder), "--json").stdout.count('"first_to_part": "out"') == 1


def test_compare_of_equals_and_of_broken_scripts(built: Path, tmp_path: Path) -> None:
    assert run(built, "compare", str(own_pair(tmp_path / "same", ALPHA_ONE))).returncode == 0
    done = run(built, "compare", str(own_pair(tmp_path / "broken", ALPHA_ONE + "raise ValueError('no')\n")))
    assert done.returncode == 1
    assert "beta: ended by ValueError: no" in done.stderr
    done = run(built, "compare", str(own_pair(tmp_path / "apart", "import numpy\n\nother = 1\n")))
    assert done.returncode == 1
    assert "give what you want compared the same name in both" in done.stderr
    (tmp_path / "empty").mkdir()
    done = run(built, "compare", str(tmp_path / "empty"))
    assert done.returncode == 2
    assert "name one script a framework, as in in_alpha.py and in_beta.py" in done.stderr


def test_one_that_waits_for_another_keeps_no_framework_in_memory(built: Path) -> None:
    edit(built, "data/frameworks/alpha.yml", "package: numpy", "package: numpy\n  preload: [json]")
    assert run(built, "verify").returncode == 0  # notes how the scripts look
    script = next(built.glob("snippets/*/sum-of-two/in_alpha.py"))
    script.write_text(f"{script.read_text(encoding='utf-8')}\n", encoding="utf-8")
    lock = next((built.parent / "cache" / "locks").glob("*.lock"))
    with lock.open("a+", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = subprocess.Popen(command(built, "verify"), stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        assert "waiting for another verification" in process.stderr.readline()
        assert Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text() == ""
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "1 of 1 pairs hold" in said
