"""Many jobs on few processors: how many at once, and in which order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

J = TypeVar("J")
R = TypeVar("R")


def usable_cpus() -> int:
    """Return how many processors this process may use, by its affinity mask."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(jobs: Sequence[J], act: Callable[[J], R], workers: int, halt: Event) -> Iterator[tuple[J, R]]:
    """Yield each job with its result as it comes; when the caller stops listening, start no more and set `halt`."""
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting: dict[Future[R], J] = {}
        left = list(reversed(jobs))
        try:
            while left or waiting:
                while left and len(waiting) < workers:
                    job = left.pop()
                    waiting[pool.submit(act, job)] = job
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        finally:
            halt.set()
            for future in waiting:
                future.cancel()
