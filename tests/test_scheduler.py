"""Which jobs run at once, in which order, and on how many processors."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Barrier, Event

import pytest
from crosscheck.scheduler import cpu_quota, longest_first, run_all, scripts_at_once, usable_cpus


def test_the_longest_starts_first_and_an_unknown_one_counts_as_long() -> None:
    seconds = {"short": 0.1, "long": 60.0, "middle": 5.0, "other middle": 5.0}
    assert longest_first(["short", "middle", "new", "long", "other middle"], seconds.get) == [
        "long",
        "new",
        "middle",
        "other middle",
        "short",
    ]


def test_who_is_free_takes_what_need_not_wait() -> None:
    taken: list[str] = []
    ready: set[str] = {"b"}

    def act(job: str) -> str:
        taken.append(job)
        if len(taken) == 2:
            ready.add("a")
        return job.upper()

    jobs = ["a1", "a2", "b1", "b2", "a3"]
    done = dict(run_all(jobs, act, 1, Event(), would_wait=lambda job: job[0] not in ready))
    assert taken == ["b1", "b2", "a1", "a2", "a3"]
    assert done == {job: job.upper() for job in jobs}


def test_where_all_would_wait_the_first_is_taken() -> None:
    taken: list[int] = []
    list(run_all([3, 1, 2], taken.append, 1, Event(), would_wait=lambda job: True))
    assert taken == [3, 1, 2]


def test_jobs_run_at_once_and_what_is_known_comes_first() -> None:
    both = Barrier(2, timeout=20)
    found = list(run_all([1, 2], lambda job: both.wait() >= 0, 2, Event(), known=[(0, True)]))
    assert found[0] == (0, True)
    assert sorted(found) == [(0, True), (1, True), (2, True)]


def test_a_job_that_cannot_be_done_stops_the_rest() -> None:
    halt, taken = Event(), []

    def act(job: int) -> None:
        taken.append(job)
        raise ValueError(str(job))

    with pytest.raises(ValueError, match="1"):
        list(run_all([1, *range(2, 50)], act, 1, halt))
    assert halt.is_set()
    assert len(taken) < 49


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 2.0),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "0\n"}, None),
        ({"cpu.max": "nonsense"}, None),
        ({}, None),
    ],
)
def test_the_control_groups_quota_is_read(tmp_path: Path, files: dict[str, str], quota: float | None) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cpu_quota(tmp_path) == quota


def test_processors_that_may_not_be_used_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    for quota, usable in ((None, 8), (16.0, 8), (2.5, 3), (0.1, 1)):
        monkeypatch.setattr("crosscheck.scheduler.cpu_quota", lambda quota=quota: quota)
        assert usable_cpus() == usable
    assert scripts_at_once(2) == 3
