"""A verification that is killed, at whatever step, loses nothing and repeats nothing that was finished."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import copy_minisite
from test_cli import command

PAIRS = 2
KILLER = """
import os, signal, sys
from crosscheck import ledger, store, write
steps = int(sys.argv.pop(1))
def counted(real):
    def call(*words, **more):
        global steps
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **more)
    return call
for owner, name in ((store.Journal, "add"), (store.Journal, "open"), (store.Journal, "close"), (store.Cache, "put"), (os, "replace"), (os, "fsync")):
    setattr(owner, name, counted(getattr(owner, name)))
from crosscheck.cli import main
main()
"""
SCRIPT = '''"""Add two numbers."""

import pathlib

import numpy as np

total = np.float32(5.0)
print("ran {name}")
with open({log!r}, "a") as stream:
    stream.write("{name}\\n")
'''


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site with three pairs whose scripts write down that they ran, and a built environment."""
    from crosscheck.environments import folder_of
    from support import checked

    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    root = copy_minisite(tmp_path)
    folder = root / "snippets/basics"
    claims = root / "data/claims"
    for number in range(1, PAIRS):
        shutil.copytree(folder / "sum-of-two", folder / f"sum-{number}")
    first = next(path for path in claims.glob("*.yml") if "[sum-of-two#alpha-type]" in path.read_text(encoding="utf-8"))
    more = "".join(f", sum-{n}#same-sum" for n in range(1, PAIRS))
    words = first.read_text(encoding="utf-8")
    first.write_text(words.replace("[sum-of-two#alpha-type]", f"[sum-of-two#alpha-type{more}]"), encoding="utf-8")
    for pair in folder.iterdir():
        for framework in ("alpha", "beta"):
            name = f"{pair.name}/{framework}"
            script = SCRIPT.format(name=name, log=str(tmp_path / "log"))
            (pair / f"in_{framework}.py").write_text(script, encoding="utf-8")
    knowledge = checked(root).knowledge
    built = folder_of(knowledge.environments[0], knowledge.pins["here"])
    (built / "bin").mkdir(parents=True)
    (built / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (built / "bin" / "python").chmod(0o755)
    (built / "complete.json").write_text("{}", encoding="utf-8")
    return root


def verify(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = command(root, "verify", "--sandbox", "off", "-j", "1", *more)
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)


def killed(root: Path, step: int) -> bool:
    """Verify, killed at this step; return whether it lived to the end."""
    words = [sys.executable, "-c", KILLER, str(step), "--root", str(root), "verify", "--sandbox", "off", "-j", "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


def test_killed_at_any_step_the_next_run_resumes(root: Path, tmp_path: Path) -> None:
    log, cache = tmp_path / "log", tmp_path / "cache"
    environments = cache / "environments"
    steps = 0
    for step in range(1, 200):
        for folder in ("results", "journals", "locks"):
            shutil.rmtree(cache / folder, ignore_errors=True)
        shutil.rmtree(root / "data/runs", ignore_errors=True)
        log.unlink(missing_ok=True)
        survived = killed(root, step)
        for path in (root / "data/runs").rglob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))  # whole, or not there
        done = verify(root)
        assert done.returncode == 0, done.stderr
        assert f"{PAIRS} of {PAIRS} pairs hold" in done.stderr
        ran = log.read_text(encoding="utf-8").splitlines()
        assert set(ran) == {f"{pair}/{side}" for pair in ("sum-of-two", "sum-1") for side in ("alpha", "beta")}
        assert len(ran) <= 2 * PAIRS + 1, ran  # at most the one that was running when it was killed runs again
        assert not list((cache / "journals").glob("*"))
        assert environments.is_dir()
        if survived:
            steps = step
            break
    assert steps > 10


def test_nothing_outlives_a_killed_verifier(root: Path, tmp_path: Path) -> None:
    mark = f"crosscheck-outlives-{os.getpid()}"
    script = root / "snippets/basics/sum-of-two/in_beta.py"
    script.write_text(
        f'"""Wait."""\n\nimport time\n\nmark = "{mark}"\ntime.sleep(600)\ntotal = 5.0\n', encoding="utf-8"
    )
    process = subprocess.Popen(
        command(root, "verify", "sum-of-two", "--sandbox", "limits"), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("environment here:")
    for _ in range(100):
        if _below(process.pid):
            break
        time.sleep(0.05)
    time.sleep(0.5)
    children = _below(process.pid)
    assert children
    process.kill()
    process.wait()
    for _ in range(100):
        if not [pid for pid in children if _alive(pid)]:
            return
        time.sleep(0.05)
    pytest.fail(f"still there: {[pid for pid in children if _alive(pid)]}")


def _below(pid: int) -> list[int]:
    try:
        found = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(n) for n in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*dict.fromkeys(found), *(one for child in dict.fromkeys(found) for one in _below(child))]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_is_known_is_not_run_again(root: Path, tmp_path: Path) -> None:
    assert verify(root).returncode == 0
    before = (tmp_path / "log").read_text(encoding="utf-8")
    runs = {path: path.read_bytes() for path in (root / "data/runs").rglob("*.json")}
    assert verify(root).returncode == 0
    assert (tmp_path / "log").read_text(encoding="utf-8") == before
    assert {path: path.read_bytes() for path in (root / "data/runs").rglob("*.json")} == runs
    assert verify(root, "--fresh").returncode == 0
    assert (tmp_path / "log").read_text(encoding="utf-8") != before


def test_two_at_once_do_not_mix(root: Path) -> None:
    first = subprocess.Popen(command(root, "verify", "--fresh"), stderr=subprocess.PIPE, text=True)
    second = subprocess.Popen(command(root, "verify", "--fresh"), stderr=subprocess.PIPE, text=True)
    words = [process.communicate(timeout=120)[1] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), words
    assert any("waiting for another verification" in said for said in words)
    for path in (root / "data/runs").rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
