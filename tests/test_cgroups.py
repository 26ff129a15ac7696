"""Control groups: what a verification finds out about this machine does not depend on who asks at the same time."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from crosscheck import cgroups


def test_two_lanes_that_ask_at_once_get_one_answer() -> None:
    if not cgroups.writable():
        pytest.skip("no control group can be made here")
    with ThreadPoolExecutor(8) as pool:
        for _ in range(30):
            cgroups._writable.cache_clear()
            answers = {answer.result() for answer in [pool.submit(cgroups.writable) for _ in range(8)]}
            assert len(answers) == 1
            assert answers.pop(), "taken for a machine without control groups"


def test_a_folder_that_cannot_be_made_is_no_control_group(tmp_path: Path) -> None:
    (tmp_path / "cgroup.procs").touch()
    assert cgroups._probe(tmp_path, ())
    assert not cgroups._probe(tmp_path / "missing", ())
    (tmp_path / "cgroup.subtree_control").write_text("cpu memory\n")
    assert not cgroups._probe(tmp_path, ("memory", "pids"))
    assert cgroups._probe(tmp_path, ("memory",))


def test_one_more_task_than_stays_is_noticed_and_ended() -> None:
    if not cgroups.writable():
        pytest.skip("no control group can be made here")
    with cgroups.group() as made, ExitStack() as stack:
        assert made
        assert made.is_quiet()
        process = stack.enter_context(subprocess.Popen(["/bin/sleep", "60"]))
        for folder in made.folders:
            (folder / "cgroup.procs").write_text(str(process.pid))
        assert not made.is_quiet()
        made.keep()
        assert made.is_quiet()
        made.keepers.clear()
        assert made.empty() == 1
        assert process.wait() == -9
        assert made.is_quiet()
