"""A pool of machines: a scheduler and workers as processes of their own on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from crosscheck.environments import folder_of
from crosscheck.errors import MachineError
from crosscheck.jobs import Place
from crosscheck.ledger import Ledger
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Outcome
from crosscheck.pool import verify_on_pool
from crosscheck.verify import How, Memory, verify
from support import checked, clock, copy_minisite, edit, place

pytest.importorskip("distributed", reason="dask.distributed is not installed")
BETA = "snippets/basics/sum-of-two/in_beta.py"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    root = copy_minisite(tmp_path)
    knowledge = checked(root).knowledge
    built = folder_of(knowledge.environments[0], knowledge.pins["here"])
    (built / "bin").mkdir(parents=True)
    python = built / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (built / "complete.json").write_text("{}", encoding="utf-8")
    return root


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]], stderr=subprocess.DEVNULL
    )


def worker(address: str, folder: Path) -> subprocess.Popen[bytes]:
    options = [
        "--no-nanny",
        "--nthreads",
        "1",
        "--no-dashboard",
        "--local-directory",
        str(folder),
        "--death-timeout",
        "30",
    ]
    return start("dask_worker", address, *options)


@pytest.fixture
def address(root: Path, tmp_path: Path) -> Iterator[str]:
    """A scheduler; its workers inherit the cache folder of the test."""
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = start("dask_scheduler", *options)
    for _ in range(200):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.1)
    import json

    yield json.loads(file.read_text(encoding="utf-8"))["address"]
    scheduler.kill()
    scheduler.wait()


def on_pool(root: Path, address: str) -> list[Run]:
    pairs = checked(root).knowledge.pairs
    return [p.run for p in verify_on_pool(root, pairs, place(root), How(1), address, clock)]


def bare(run: Run) -> str:
    """A run as it is recorded, apart from durations."""
    snippets = {name: snippet.model_copy(update={"seconds": 0.0}) for name, snippet in run.snippets.items()}
    return run.model_copy(update={"snippets": snippets}).model_dump_json()


def test_a_pool_gives_the_same_bytes_as_this_machine(root: Path, address: str, tmp_path: Path) -> None:
    one = worker(address, tmp_path / "one")
    try:
        (there,) = on_pool(root, address)
    finally:
        one.kill()
        one.wait()
    now = checked(root)
    how = How(1, fresh=True, confirm=False)
    (here,) = [p.run for p in verify(root, now.knowledge.pairs, place(root), how, Memory(Ledger({})), clock)]
    assert there.passed
    assert bare(there) == bare(here)


def test_a_worker_that_is_killed_loses_nothing(root: Path, address: str, tmp_path: Path) -> None:
    mark = tmp_path / "running"
    text = f"import pathlib, time\n\nseen = pathlib.Path({str(mark)!r})\nslow = not seen.exists()\nseen.touch()\ntime.sleep(60 * slow)\ntotal = "
    edit(root, BETA, "total = ", text)
    edit(root, "snippets/basics/sum-of-two/pair.yml", "timeout: 20", "timeout: 100")
    first = worker(address, tmp_path / "one")
    killed = second = None
    try:
        import threading

        def kill_the_first() -> None:
            nonlocal killed, second
            for _ in range(600):
                if mark.exists():
                    break
                time.sleep(0.1)
            second = worker(address, tmp_path / "two")
            os.kill(first.pid, signal.SIGKILL)
            killed = True

        thread = threading.Thread(target=kill_the_first)
        thread.start()
        (run,) = on_pool(root, address)
        thread.join()
    finally:
        for process in (first, second):
            if process is not None:
                process.kill()
                process.wait()
    assert killed
    assert run.passed, run


def test_no_scheduler_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscheck.pool.CONNECT_SECONDS", 1)
    with pytest.raises(MachineError, match="no scheduler with workers at"):
        on_pool(root, "tcp://127.0.0.1:1")


def test_a_machine_that_cannot_build_the_environment_is_told(root: Path, address: str, tmp_path: Path) -> None:
    one = worker(address, tmp_path / "one")
    shutil.rmtree(tmp_path / "cache")
    try:
        there: Place = replace(place(root), pins="no-such-package-of-ours==1\n")
        with pytest.raises(MachineError, match="could not be built"):
            list(verify_on_pool(root, checked(root).knowledge.pairs, there, How(1), address, clock))
    finally:
        one.kill()
        one.wait()


def test_what_the_pool_loses_is_the_machines_fault(
    root: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(root, BETA, "total = ", "import time\n\ntime.sleep(60)\ntotal = ")
    edit(root, "snippets/basics/sum-of-two/pair.yml", "timeout: 20", "timeout: 100")
    monkeypatch.setattr("crosscheck.pool.RETRIES", 0)
    monkeypatch.setattr("crosscheck.pool.judge", lambda pair, ended, *_: [e.outcome for e in ended.values()])
    monkeypatch.setattr("crosscheck.pool.run_task", lambda task: os._exit(1))
    workers = [worker(address, tmp_path / str(n)) for n in range(4)]
    try:
        (found,) = verify_on_pool(root, checked(root).knowledge.pairs, place(root), How(1), address, clock)
    finally:
        for process in workers:
            process.kill()
            process.wait()
    assert found == [Outcome.INFRA, Outcome.INFRA]  # type: ignore[comparison-overlap]
