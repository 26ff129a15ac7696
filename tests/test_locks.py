"""One verification at a time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crosscheck.errors import MachineError
from crosscheck.locks import alone

HOLDER = """
import sys, time
from pathlib import Path
from crosscheck.locks import alone
with alone(Path(sys.argv[1]), 0, print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    said: list[str] = []
    first = holder(tmp_path / "lock", 0.6)
    start = time.monotonic()
    with alone(tmp_path / "lock", 20, said.append):
        assert time.monotonic() - start > 0.3
    first.wait()
    assert said == [f"waiting for another verification ({said[0].partition('(')[2]}"]
    assert f"process {first.pid}, since 20" in said[0]


def test_the_second_refuses_when_told_not_to_wait(tmp_path: Path) -> None:
    first = holder(tmp_path / "lock", 20)
    with pytest.raises(MachineError, match=f"process {first.pid}"), alone(tmp_path / "lock", 0, print):
        pass
    first.kill()
    first.wait()


def test_the_lock_of_one_who_died_is_free(tmp_path: Path) -> None:
    first = holder(tmp_path / "lock", 60)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    said: list[str] = []
    with alone(tmp_path / "lock", 0, said.append):
        assert said == []


def test_a_disk_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", none)
    said: list[str] = []
    with alone(tmp_path / "lock", 0, said.append):
        assert said == ["files cannot be locked here, so start no second verification"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said: list[str] = []
    with alone(tmp_path / "file" / "lock", 0, said.append):
        assert said[0].startswith("no lock, so start no second verification here")
