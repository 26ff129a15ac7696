"""Verification on a pool of machines, by dask.distributed: a task is a pair, and what it needs travels with it.

A worker of the pool starts scripts in processes of their own, as this machine would, so a bad script does not end it.
Workers that have a card are started with `--resources "GPU=1"`; on a card each does one pair at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from crosscheck.environments import build, discover
from crosscheck.errors import MachineError
from crosscheck.jobs import Job, Place, execute
from crosscheck.lanes import Lanes
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.runs import Machine
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.outcomes import Proven, judge
from crosscheck.runner import Ended
from crosscheck.sandbox import THREADS, require
from crosscheck.verify import Clock, How, now, read_files, stamp

RETRIES = 2
"""How often a pair is taken up by another worker after its own has gone."""
CONNECT_SECONDS = 20
"""How long to look for the scheduler and for a worker."""


def verify_on_pool(
    root: Path, pairs: Sequence[Pair], place: Place, how: How, address: str, clock: Clock = now
) -> Iterator[Proven]:
    """Run each pair on some worker of the pool and yield its run as it ends. Raises MachineError."""
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise MachineError("the dask executor needs dask.distributed: install crosscheck[pool]") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise MachineError(f"no scheduler with workers at {address}: {error}") from error
    wanted = {"GPU": 1.0} if place.device is Device.CUDA else {}
    with client:
        waiting = {
            client.submit(
                run_task, task_of(root, pair, place, how), resources=wanted, retries=RETRIES, pure=False
            ): pair
            for pair in pairs
        }
        for future in as_completed(waiting):  # type: ignore[no-untyped-call]
            yield _proven(waiting[future], future, place, how, clock())


def task_of(root: Path, pair: Pair, place: Place, how: How) -> dict[str, Any]:
    """Return all that another machine needs to run a pair."""
    return {
        "pair": pair.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "id": pair.id,
        "scripts": dict(pair.scripts),
        "files": read_files(root, pair),
        "environment": place.environment.model_dump(mode="json", by_alias=True),
        "pins": place.pins,
        "packages": dict(place.packages),
        "device": place.device.value,
        "level": place.level.value,
        "fresh": how.fresh,
    }


def run_task(task: Mapping[str, Any]) -> dict[str, Any]:
    """Run one pair on this machine; the result is plain data. Raises MachineError."""
    device, level = Device(task["device"]), Level(task["level"])
    require(level, device)
    environment = Environment.model_validate(task["environment"])
    interpreter = build(environment, task["pins"], lambda words: None)
    found = discover(interpreter, device, [*task["packages"].values(), *environment.packages], THREADS)
    pair = Pair.model_validate(task["pair"])
    pair.furnish(task["id"], task["scripts"])
    with Lanes(interpreter, device, level, {}) as lanes:
        ended = {
            framework: asdict(execute(Job(pair, framework, task["files"]), lanes, True, Event()))
            for framework in pair.scripts
        }
    return {"machine": found.machine.model_dump(mode="json"), "ended": ended}


def _proven(pair: Pair, future: Any, place: Place, how: How, moment: datetime) -> Proven:
    try:
        result = future.result()
    except MachineError:
        raise
    except Exception as error:  # whatever way the pool lost it: the machine failed, not the script
        gone = Ended(Outcome.INFRA, f"the pool lost it: {type(error).__name__}", 0.0, "", None)
        return judge(pair, dict.fromkeys(pair.scripts, gone), place, how.mutate, stamp(moment))
    ended = {
        framework: Ended(**{**raw, "outcome": Outcome(raw["outcome"]), "start": Start(raw["start"])})
        for framework, raw in result["ended"].items()
    }
    there = replace(place, machine=Machine.model_validate(result["machine"]))
    return judge(pair, ended, there, how.mutate, stamp(moment))
