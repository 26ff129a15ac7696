"""From how the processes of a pair ended to its run: outcome of each script, each check, what was compared."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosscheck import cards
from crosscheck.checking import Left, judge_check, read_values
from crosscheck.jobs import Place
from crosscheck.ledger import checks_hash, script_hash
from crosscheck.model.checks import Check, Raises
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Attempt, CheckRun, Run, SnippetRun, Warned
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.mutation import mutants
from crosscheck.runner import Ended, is_out_of_memory
from crosscheck.sandbox import kept_apart
from crosscheck.values import Seen, record

NOT_ITS_FAULT = (Outcome.INFRA, Outcome.SKIPPED)
"""Outcomes that say nothing of the script: the last run stays in place."""

_NO_ROOM = {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}
_NO_WAY = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, -2, -3}
"""Errors that walls cause. -2 and -3 are the resolver's: name not known, try again."""


@dataclass(frozen=True)
class Survivor:
    """A perturbed check that still passed: it cannot fail, which is a defect."""

    pair: str
    check: str
    mutation: str


@dataclass(frozen=True)
class Proven:
    """The run of a pair, the values it compared, and what mutation found."""

    run: Run
    values: Mapping[str, Mapping[str, Seen]] = field(default_factory=dict)
    mutants: int = 0
    survivors: tuple[Survivor, ...] = field(default=())


def judge(pair: Pair, ended: Mapping[str, Ended], place: Place, mutate: bool, when: str) -> Proven:
    """Make the run of a pair from how each of its scripts ended."""
    left = {framework: _left(result) for framework, result in ended.items() if result.record is not None}
    checks = tuple(judge_check(check, left) for check in pair.checks)
    run = Run(
        pair=pair.id,
        environment=place.environment.id,
        device=place.device,
        sandbox=place.level,
        kept_apart=kept_apart(place.level),
        when=when,
        machine=place.machine,
        pins=place.pins_sha256,
        checks_sha256=checks_hash(pair),
        snippets={name: _snippet(pair, name, result, left, checks, place) for name, result in ended.items()},
        checks=checks,
    )
    values = {framework: mine.values for framework, mine in left.items()}
    if not mutate:
        return Proven(run, values)
    count, survivors = mutate_checks(pair, left, checks)
    return Proven(run, values, count, survivors)


def settle(first: Run, again: Run) -> Run:
    """Join two attempts at one run: where they agree the second stands, where they do not the script is flaky."""
    attempts = tuple(attempt(run) for run in (first, again))
    if attempts[0].same_verdict(attempts[1]):
        return again.model_copy(update={"attempts": attempts})
    snippets = {
        name: one
        if one.outcome is first.snippets[name].outcome
        else one.model_copy(
            update={"outcome": Outcome.FLAKY, "reason": f"{first.snippets[name].outcome}, then {one.outcome}"}
        )
        for name, one in again.snippets.items()
    }
    before = {check.id: check for check in first.checks}
    checks = tuple(check if not check.passed else before[check.id] for check in again.checks)
    return again.model_copy(update={"snippets": snippets, "checks": checks, "attempts": attempts})


def attempt(run: Run) -> Attempt:
    """Return what has to be the same when a run is repeated."""
    return Attempt(
        starts={name: snippet.start for name, snippet in run.snippets.items()},
        outcomes={name: snippet.outcome for name, snippet in run.snippets.items()},
        failed=tuple(check.id for check in run.checks if not check.passed),
    )


def _left(result: Ended) -> Left:
    assert result.record is not None
    error = result.record["error"]
    warned = tuple(Warned(category=w["category"], message=w["message"]) for w in result.record["warnings"])
    named = (error["name"], error["message"]) if error else None
    return Left(read_values(result.record), named, warned, result.output, result.record["unreadable"])


def _snippet(
    pair: Pair, framework: str, result: Ended, left: Mapping[str, Left], checks: Sequence[CheckRun], place: Place
) -> SnippetRun:
    mine = left.get(framework)
    outcome, reason = _outcome(pair, framework, result, mine, checks, place)
    expected = pair.expected_failure.get(framework)
    if expected and outcome in (Outcome.FAIL, Outcome.ERROR):
        outcome, reason = Outcome.XFAIL, f"as expected: {expected}"
    elif expected and outcome is Outcome.PASS:
        outcome, reason = Outcome.XPASS, f"it passed, and was expected to fail: {expected}"
    return SnippetRun(
        outcome=outcome,
        reason=reason,
        start=result.start,
        seconds=result.seconds,
        sha256=script_hash(pair.scripts[framework]),
        output=result.output,
        error=f"{mine.error[0]}: {mine.error[1]}" if mine and mine.error else None,
        warnings=mine.warnings if mine else (),
        values={name: record(seen) for name, seen in mine.values.items()} if mine else {},
    )


Judged = tuple[Outcome, str | None]


def _outcome(
    pair: Pair, framework: str, result: Ended, left: Left | None, checks: Sequence[CheckRun], place: Place
) -> Judged:
    if left is None or result.record is None:
        return result.outcome, result.reason
    if place.device is Device.CUDA and not result.record["on_card"]:
        return Outcome.SKIPPED, "it never opened the card, so it ran on the processor"
    spoken = next((text for text in place.fatal.get(framework, ()) if text in left.output), None)
    if spoken:
        return Outcome.ERROR, f'it printed "{spoken}", which voids what it shows'
    looks = [c for c in pair.checks if _concerns(c, framework, pair)]
    if left.error and not any(isinstance(check, Raises) for check in looks):
        return why_it_raised(result.record["error"], place.level, place.device)
    failed = [c.id for c in looks if not next(r for r in checks if r.id == c.id).passed]
    return (Outcome.FAIL, f"false: {', '.join(failed)}") if failed else (Outcome.PASS, None)


def _concerns(check: Check, framework: str, pair: Pair) -> bool:
    """Return whether a check speaks of this script; one that compares with a known failure is that one's affair."""
    looks = check.in_ or tuple(pair.scripts)
    return framework in looks and not (set(looks) & pair.expected_failure.keys()) - {framework}


def why_it_raised(error: Mapping[str, Any], level: Level, device: Device = Device.CPU) -> Judged:
    """Tell from an exception's name, text and error numbers whether memory, room, a wall or the card was behind it."""
    name, message, errnos = error["name"], error["message"], error["errnos"]
    lines = message.strip().splitlines()
    reason = f"{name}: {lines[0] if lines else ''}"
    numbers = set(errnos)
    if is_out_of_memory(name, message) or errno.ENOMEM in numbers:
        return Outcome.OOM, reason
    if device is Device.CUDA and cards.is_lost(message):
        return Outcome.INFRA, reason
    if numbers & _NO_ROOM:
        return Outcome.DISK_LIMIT, reason
    if level is Level.STRICT and numbers & _NO_WAY:
        return Outcome.DENIED, reason
    return Outcome.ERROR, reason


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
