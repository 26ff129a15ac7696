"""Runs: what happened when a pair was executed in an environment."""

from __future__ import annotations

from collections.abc import Mapping

from crosscheck.model.base import Id, Line, Name, Part
from crosscheck.model.vocabulary import Device, Level, Outcome, Start


class Value(Part):
    """A variable's value as recorded: whole when small, otherwise its first elements and extremes."""

    kind: Line
    """array, number, boolean, text, none, list, mapping"""
    dtype: str | None = None
    """Element type of an array."""
    shape: tuple[int, ...] | None = None
    """Shape of an array."""
    text: str
    """The value as shown."""
    sha256: str
    """Hash of the whole value's canonical form."""


class Warned(Part):
    """A warning that a script issued."""

    category: str
    """Its class name."""
    message: str
    """Its text."""


class SnippetRun(Part):
    """How one script's process ended, and what it left."""

    outcome: Outcome
    """How it ended."""
    reason: str | None = None
    """Why, where the outcome needs it."""
    start: Start = Start.FRESH
    """How its process came to be."""
    seconds: float
    """Wall-clock time of the process, from the monotonic clock."""
    sha256: str
    """Hash of the script that ran."""
    output: str
    """What it printed, standard output and error together, cut at the cap."""
    error: str | None = None
    """The uncaught exception as `Class: message`."""
    warnings: tuple[Warned, ...] = ()
    """Warnings it issued."""
    values: Mapping[Name, Value] = {}
    """The variables that the checks name."""


class Compared(Part):
    """What a check compared across the frameworks, element by element, up to a number that a picture can show."""

    size: int
    """How many elements there are; the rest of this record holds the first of them."""
    values: Mapping[Id, tuple[float, ...]]
    """The elements in each framework's script, to six digits."""
    differences: Mapping[Id, tuple[float, ...]]
    """How far each element is from that of the first framework, by the other one."""
    first_apart: Mapping[Id, int] = {}
    """The first position at which they part, counted from 0: more than allowed, or at least as far as wanted."""


class CheckRun(Part):
    """Whether one check held, and the numbers behind it."""

    id: Id
    """The check's id within its pair."""
    passed: bool
    """Whether it held."""
    detail: str
    """The compared values, the largest difference, the tolerance."""
    measured: Mapping[str, float] = {}
    """For `measured`: the number in each framework's script, the median where it left several."""
    spread: Mapping[str, tuple[float, float]] = {}
    """For `measured`, where a script left several numbers: the ends of the middle half of them, its quartiles."""
    compared: Compared | None = None
    """For `equal` and `differs` across frameworks: the first elements, where there are two or more."""


class Machine(Part):
    """The environment as discovered by the worker, not as declared."""

    python: str
    """Interpreter and version."""
    system: str
    """Operating system and architecture."""
    processor: str
    """Model of the processor."""
    cpus: int
    """Processors that the run could use."""
    threads: int
    """Threads it was told to use."""
    gpu: str | None = None
    """Model of the card, for runs on one."""
    packages: Mapping[str, str] = {}
    """Version of each framework's package and of NumPy and Keras, where installed."""


class Attempt(Part):
    """One of several attempts at a run: what has to be the same when it is repeated."""

    starts: Mapping[Id, Start]
    """How each script's process came to be."""
    outcomes: Mapping[Id, Outcome]
    """How each script ended."""
    failed: tuple[Id, ...] = ()
    """The checks that were false."""

    def same_verdict(self, other: Attempt) -> bool:
        """Return whether both attempts say the same."""
        return self.outcomes == other.outcomes and self.failed == other.failed


class Origin(Part):
    """Where a run was made, when it was not made by the one who committed it."""

    commit: str
    """The commit that was checked out."""
    address: str | None = None
    """The page of the continuous-integration run."""


class Run(Part):
    """One pair in one environment."""

    schema_version: int = 1
    """Version of this record's form."""
    pair: Id
    """The pair's id."""
    environment: Id
    """The declared environment's id."""
    device: Device
    """What it ran on."""
    when: str
    """When it ended: UTC, to the second."""
    machine: Machine
    """What it really ran on."""
    sandbox: Level = Level.OFF
    """How far the scripts were kept apart from the machine."""
    kept_apart: Mapping[str, str] = {}
    """By what means: files, network, processes, memory."""
    pins: str
    """Hash of the environment's requirement file."""
    checks_sha256: str
    """Hash of the pair's checks."""
    snippets: Mapping[Id, SnippetRun]
    """Each framework's script."""
    checks: tuple[CheckRun, ...]
    """Each check."""
    attempts: tuple[Attempt, ...] = ()
    """All attempts, where a changed verdict was tried again."""
    origin: Origin | None = None
    """Where it was made, for runs that were merged from elsewhere."""

    @property
    def passed(self) -> bool:
        """Return whether every script did what was expected of it, and every check on the others passed."""
        if any(s.outcome not in (Outcome.PASS, Outcome.XFAIL) for s in self.snippets.values()):
            return False
        return all(c.passed for c in self.checks) or any(s.outcome is Outcome.XFAIL for s in self.snippets.values())
