"""The story of a verification: pairs → jobs → processes → checks → runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from crosscheck.checking import Left, judge_check, read_values
from crosscheck.environments import pins_hash
from crosscheck.ledger import checks_hash, script_hash
from crosscheck.model.checks import Check, Raises
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.runs import CheckRun, Machine, Run, SnippetRun, Warned
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.mutation import mutants
from crosscheck.runner import Ended, run_script
from crosscheck.sandbox import box
from crosscheck.scheduler import run_all
from crosscheck.values import record


@dataclass(frozen=True)
class Place:
    """Where pairs run: a declared environment, its pins, its interpreter, and what the machine really is."""

    environment: Environment
    pins: str
    interpreter: Path
    machine: Machine
    device: Device
    level: Level = Level.OFF


@dataclass(frozen=True)
class Job:
    """One script of one pair."""

    pair: Pair
    framework: str


@dataclass(frozen=True)
class Survivor:
    """A perturbed check that still passed: it cannot fail, which is a defect."""

    pair: str
    check: str
    mutation: str


@dataclass(frozen=True)
class Proven:
    """The run of a pair, and what mutation found."""

    run: Run
    mutants: int = 0
    survivors: tuple[Survivor, ...] = field(default=())


Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


def verify(
    root: Path, pairs: Sequence[Pair], place: Place, workers: int, mutate: bool = False, clock: Clock = now
) -> Iterator[Proven]:
    """Run every script of the pairs and yield each pair's run as soon as its last script has ended."""
    ended: dict[str, dict[str, Ended]] = {pair.id: {} for pair in pairs}
    jobs = [Job(pair, framework) for pair in pairs for framework in pair.scripts]

    halt = Event()

    def act(job: Job) -> Ended:
        return _execute(root, job, place, halt)

    for job, result in run_all(jobs, act, workers, halt):
        mine = ended[job.pair.id]
        mine[job.framework] = result
        if len(mine) == len(job.pair.scripts):
            ordered = {framework: mine[framework] for framework in job.pair.scripts}
            yield _judge(job.pair, ordered, place, mutate, clock)


def _execute(root: Path, job: Job, place: Place, halt: Event) -> Ended:
    names = sorted({n for check in job.pair.checks for key in ("of", "to") if (n := getattr(check, key, None))})
    with box(root / job.pair.folder, place.interpreter, place.device, place.level, job.pair.timeout) as made:
        return run_script(place.interpreter, made, f"in_{job.framework}.py", names, job.pair.timeout, halt)


def _judge(pair: Pair, ended: Mapping[str, Ended], place: Place, mutate: bool, clock: Clock) -> Proven:
    left = {framework: _left(result) for framework, result in ended.items() if result.record is not None}
    checks = tuple(judge_check(check, left) for check in pair.checks)
    snippets = {framework: _snippet(pair, framework, result, left, checks) for framework, result in ended.items()}
    run = Run(
        pair=pair.id,
        environment=place.environment.id,
        device=place.device,
        sandbox=place.level,
        when=clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        machine=place.machine,
        pins=pins_hash(place.pins),
        checks_sha256=checks_hash(pair),
        snippets=snippets,
        checks=checks,
    )
    if not mutate:
        return Proven(run)
    count, survivors = mutate_checks(pair, left, checks)
    return Proven(run, count, survivors)


def _left(result: Ended) -> Left:
    assert result.record is not None
    error = result.record["error"]
    warned = tuple(Warned(category=w["category"], message=w["message"]) for w in result.record["warnings"])
    named = (error["name"], error["message"]) if error else None
    return Left(read_values(result.record), named, warned, result.output, result.record["unreadable"])


def _snippet(
    pair: Pair, framework: str, result: Ended, left: Mapping[str, Left], checks: Sequence[CheckRun]
) -> SnippetRun:
    mine = left.get(framework)
    outcome, reason = _outcome(pair, framework, result, mine, checks)
    return SnippetRun(
        outcome=outcome,
        reason=reason,
        seconds=result.seconds,
        sha256=script_hash(pair.scripts[framework]),
        output=result.output,
        error=f"{mine.error[0]}: {mine.error[1]}" if mine and mine.error else None,
        warnings=mine.warnings if mine else (),
        values={name: record(seen) for name, seen in mine.values.items()} if mine else {},
    )


def _outcome(
    pair: Pair, framework: str, result: Ended, left: Left | None, checks: Sequence[CheckRun]
) -> tuple[Outcome, str | None]:
    if left is None:
        return result.outcome, result.reason
    looks = [c for c in pair.checks if not c.in_ or framework in c.in_]
    raising = any(isinstance(check, Raises) for check in looks)
    if left.error and not raising:
        return (
            Outcome.ERROR,
            f"{left.error[0]}: {left.error[1].strip().splitlines()[0] if left.error[1].strip() else ''}",
        )
    failed = [c.id for c in looks if not next(r for r in checks if r.id == c.id).passed]
    return (Outcome.FAIL, f"false: {', '.join(failed)}") if failed else (Outcome.PASS, None)


def mutate_checks(pair: Pair, left: Mapping[str, Left], checks: Sequence[CheckRun]) -> tuple[int, tuple[Survivor, ...]]:
    """Perturb the expectation of each passing check; return how many mutants there were and which survived."""
    count, survivors = 0, []
    passing: list[Check] = [c for c, r in zip(pair.checks, checks, strict=True) if r.passed]
    for check in passing:
        made = mutants(check, left)
        if not made:
            survivors.append(Survivor(pair.id, check.id, "nothing in it can be perturbed"))
        for name, changed, scripts in made:
            count += 1
            if judge_check(changed, scripts).passed:
                survivors.append(Survivor(pair.id, check.id, name))
    return count, tuple(survivors)


def mismatch(place: Place, packages: Mapping[str, str]) -> str | None:
    """Return how the environment differs from its pins in the frameworks' own packages, or None."""
    for name, wanted in packages.items():
        found = place.machine.packages.get(name)
        bare = (found or "").partition("+")[0]
        if bare != wanted.partition("+")[0]:
            return f"{name} {wanted} is pinned, {found or 'none'} is installed"
    return None
