"""A job: one script of one pair, in a place. How it is executed, and what its result depends on."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from threading import Event
from typing import Any

from crosscheck.environments import pins_hash
from crosscheck.lane import LaneLost
from crosscheck.lanes import Lanes
from crosscheck.ledger import checks_hash
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.runs import Machine
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.runner import KILLED, Ended, Task, run_script
from crosscheck.sandbox import WORKER

KEY_VERSION = 1


@dataclass(frozen=True)
class Place:
    """Where pairs run: a declared environment, its pins, its interpreter, and what the machine really is."""

    environment: Environment
    pins: str
    interpreter: Path
    machine: Machine
    device: Device
    level: Level = Level.OFF
    builds: Mapping[str, str] = field(default_factory=dict)
    """Digest of each package with all it depends on, as installed."""
    packages: Mapping[str, str] = field(default_factory=dict)
    """Each framework's package, by framework id."""
    preload: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Modules that a parent imports, by framework id."""
    fatal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words in a script's output that void it, by framework id."""

    @cached_property
    def pins_sha256(self) -> str:
        """Hash of the requirement file."""
        return pins_hash(self.pins)


@dataclass(frozen=True)
class Job:
    """One script of one pair, with the files that stand beside it."""

    pair: Pair
    framework: str
    files: Mapping[str, bytes]

    def __str__(self) -> str:
        """Return how people call it."""
        return f"{self.pair.id}/{self.framework}"

    @property
    def script(self) -> str:
        """Name of the script's file."""
        return f"in_{self.framework}.py"

    @property
    def task(self) -> Task:
        """What a lane is asked to do."""
        wanted = {n for check in self.pair.checks for key in ("of", "to") if (n := getattr(check, key, None))}
        return Task(
            self.script, tuple(sorted(wanted)), self.pair.timeout, self.pair.silence or 0.75 * self.pair.timeout
        )


def execute(job: Job, lanes: Lanes, fresh: bool, halt: Event) -> Ended:
    """Run a job. What the machine spoiled is tried once more, in a fresh process. Raises MachineError."""
    ended = _once(job, lanes, fresh, halt)
    if ended.outcome is not Outcome.INFRA or halt.is_set():
        return ended
    again = _once(job, lanes, True, halt)
    if ended.reason == again.reason == KILLED:
        return replace(again, outcome=Outcome.CRASH, reason="ended by signal 9 twice, and not for its memory")
    if again.record is not None:
        return again
    return replace(again, reason=f"{again.reason or again.outcome}; before that: {ended.reason}")


def _once(job: Job, lanes: Lanes, fresh: bool, halt: Event) -> Ended:
    try:
        with (
            lanes.lend(job.framework, fresh) as lane,
            lane.room.box(job.files, job.pair.timeout) as box,
        ):
            return run_script(lane, box, job.task, halt)
    except LaneLost as lost:
        return Ended(Outcome.INFRA, str(lost), 0.0, "", None)


def inputs(job: Job, place: Place) -> dict[str, Any]:
    """Return everything that the result of a job depends on. A result is kept under the hash of this."""
    named = {place.packages.get(job.framework, ""), *place.environment.packages}
    named |= _imported(job.files[job.script], set(place.packages.values()) - named)
    machine = place.machine
    return {
        "version": KEY_VERSION,
        "script": job.script,
        "files": {
            name: hashlib.sha256(data).hexdigest() for name, data in sorted(job.files.items()) if _is_input(name, job)
        },
        "names": list(job.task.names),
        "checks": checks_hash(job.pair),
        "worker": worker_hash(),
        "builds": {name: place.builds.get(name, "") for name in sorted(named)},
        "python": machine.python,
        "system": machine.system,
        "processor": machine.gpu or machine.processor,
        "device": place.device.value,
        "level": place.level.value,
        "threads": machine.threads,
    }


def key_of(wanted: Mapping[str, Any]) -> str:
    """Hash the inputs of a job."""
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def _is_input(name: str, job: Job) -> bool:
    """Another framework's script is no input of this one's."""
    return name == job.script or not (name.startswith("in_") and name.endswith(".py"))


def _imported(script: bytes, packages: set[str]) -> set[str]:
    """Return which of the packages a script imports; it is parsed only if it spells one, or could in other letters."""
    spelt = {package for package in packages if package.encode() in script or not script.isascii()}
    return spelt & _imports(script) if spelt else set()


def _imports(script: bytes) -> frozenset[str]:
    """Return the names of the modules that a script imports anywhere, and their first parts."""
    try:
        tree = ast.parse(script)
    except (SyntaxError, ValueError):
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return frozenset(found)


@cache
def worker_hash() -> str:
    """Hash the programs that start scripts and read what they left."""
    digest = hashlib.sha256()
    for path in sorted(WORKER.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
