"""Many jobs on few processors: how many at once, in which order, and which share falls to one machine of several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event, Lock
from typing import TypeVar

J = TypeVar("J")
R = TypeVar("R")

UNKNOWN_SECONDS = 20.0
"""What a job without a recorded duration is taken to need: more than most, so that it starts early."""


def usable_cpus() -> int:
    """Return how many processors this process may use: its affinity mask and its control group's quota, rounded up."""
    mask = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cpu_quota()
    return mask if quota is None else max(1, min(mask, int(-(-quota // 1))))


def cpu_quota(tree: Path = Path("/sys/fs/cgroup")) -> float | None:
    """Return the processors that the control group allows, or None when it sets no quota."""
    try:
        words = (tree / "cpu.max").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        words = []
    try:
        if not words:
            words = [
                (tree / "cpu" / f"cpu.cfs_{part}_us").read_text(encoding="ascii").strip()
                for part in ("quota", "period")
            ]
        quota = float(words[0]) / float(words[1])
    except (OSError, ValueError, IndexError, ZeroDivisionError):
        return None
    return quota if quota > 0 else None


def scripts_at_once(processors: int) -> int:
    """Return how many scripts keep so many processors busy: one more, since each waits for itself at times.

    Where a script's threads hand work to each other a processor stands still meanwhile, and with one script more it
    does not (docs/about/benchmarks.md).
    """
    return processors + 1


def longest_first(jobs: Sequence[J], seconds: Callable[[J], float | None]) -> list[J]:
    """Order jobs so that the longest starts first; equal ones keep their order."""
    return sorted(jobs, key=lambda job: -(seconds(job) or UNKNOWN_SECONDS))


def shard(weights: Mapping[str, float], number: int, of: int) -> set[str]:
    """Return the names that fall to machine `number` of `of` (from 1): each in turn goes to the least burdened."""
    burden = [0.0] * of
    mine: set[str] = set()
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        least = burden.index(min(burden))
        burden[least] += weights[name]
        if least == number - 1:
            mine.add(name)
    return mine


def run_all(
    jobs: Sequence[J],
    act: Callable[[J], R],
    workers: int,
    halt: Event,
    known: Sequence[tuple[J, R]] = (),
    would_wait: Callable[[J], bool] = lambda job: False,
) -> Iterator[tuple[J, R]]:
    """Yield what is known while the first jobs are at work, then each job with its result as it comes.

    Who is free takes the first job that would not wait for something, or else the first. When the caller stops
    listening, no more are started and `halt` is set.
    """
    left = list(jobs)
    choosing = Lock()

    def act_on_next() -> tuple[J, R]:
        with choosing:
            job = left.pop(next((n for n, job in enumerate(left) if not would_wait(job)), 0))
        return job, act(job)

    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting = [pool.submit(act_on_next) for _ in jobs]
        try:
            yield from known
            for future in as_completed(waiting):
                yield future.result()
        finally:
            for future in waiting:  # first, lest one that is ended by the halt makes room for another
                future.cancel()
            halt.set()
