"""The story of a verification: pairs → jobs → cached, resumed or executed → judged → confirmed → runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from crosscheck import cards
from crosscheck.errors import MachineError
from crosscheck.headstart import FEW, HeadStart, Setting, to_import
from crosscheck.jobs import Job, Place, execute, inputs
from crosscheck.lanes import Lanes
from crosscheck.ledger import Ledger
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Device, Outcome, Start
from crosscheck.outcomes import NOT_ITS_FAULT, Proven, attempt, judge, settle
from crosscheck.sandbox import files_of
from crosscheck.scheduler import longest_first, run_all
from crosscheck.store import Cache, Journal, Kept

Clock = Callable[[], datetime]
Say = Callable[[str], None]


def now() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Write a time as it is recorded."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class How:
    """How to verify. `fresh` means new processes only and nothing from the cache."""

    workers: int
    mutate: bool = False
    fresh: bool = False
    confirm: bool = True
    """Try again, in a fresh process, what would change a verdict."""
    confirm_first: bool = True
    """Do so for a pair's first success too."""
    extra: Mapping[str, str] | None = None
    """Variables on top of the usual ones, for the stability check."""


@dataclass(frozen=True)
class Memory:
    """What is at hand from before: recorded runs, cached results, an interrupted verification, parents on their way."""

    ledger: Ledger
    cache: Cache | None = None
    journal: Journal | None = None
    ahead: HeadStart = field(default_factory=HeadStart)


def verify(
    root: Path,
    pairs: Sequence[Pair],
    place: Place,
    how: How,
    memory: Memory,
    clock: Clock = now,
    tell: Callable[[Job, str], None] | None = None,
) -> Iterator[Proven]:
    """Run every script and yield each pair's run as soon as its last script has ended. Raises MachineError."""
    card = cards.Watch.start() if place.device is Device.CUDA else None
    work = _Work(place, how, memory, clock, tell or (lambda job, state: None), Event(), card)
    jobs = _jobs(root, pairs, memory.ledger, place)
    wanted = {pair.id: len(pair.scripts) for pair in pairs}
    done: dict[str, dict[str, Kept]] = {pair.id: {} for pair in pairs}
    with ExitStack() as stack:
        for job, kept in work.all(jobs, stack):
            mine = done[job.pair.id]
            mine[job.framework] = kept
            if len(mine) == wanted[job.pair.id]:
                proven = _judge(job.pair, mine, place, how.mutate)
                yield work.confirmed(root, job.pair, proven)


def _jobs(root: Path, pairs: Sequence[Pair], ledger: Ledger, place: Place) -> list[Job]:
    """Return every script of the pairs as a job, longest first by what was recorded."""
    files = {pair.id: read_files(root, pair) for pair in pairs}
    jobs = [Job(pair, framework, files[pair.id]) for pair in pairs for framework in pair.scripts]

    def seconds(job: Job) -> float | None:
        run = ledger.of(job.pair.id, place.environment.id, place.device)
        snippet = run.snippets.get(job.framework) if run else None
        return snippet.seconds if snippet else None

    return longest_first(jobs, seconds)


def read_files(root: Path, pair: Pair) -> dict[str, bytes]:
    """Return a pair's files; the scripts are those that were loaded and judged, whatever happens on the disk."""
    scripts = {f"in_{framework}.py": text.encode() for framework, text in pair.scripts.items()}
    return {**files_of(root / pair.folder), **scripts}


def _judge(pair: Pair, done: Mapping[str, Kept], place: Place, mutate: bool) -> Proven:
    """Judge a pair's results; the run bears the time of the oldest."""
    ended = {framework: done[framework].ended for framework in pair.scripts}
    return judge(pair, ended, place, mutate, min(kept.when for kept in done.values()))


@dataclass(frozen=True)
class _Work:
    place: Place
    how: How
    memory: Memory
    clock: Clock
    tell: Callable[[Job, str], None]
    halt: Event
    card: cards.Watch | None

    def all(self, jobs: Sequence[Job], stack: ExitStack) -> Iterator[tuple[Job, Kept]]:
        """Yield what is known, then what has to be executed as it ends."""
        answers = [(job, self._known(job)) for job in jobs]
        known = [(job, kept) for job, kept in answers if kept]
        left = [job for job, kept in answers if not kept]
        lanes = stack.enter_context(self._lanes(left))

        def act(job: Job) -> Kept:
            return self._execute(job, lanes, self.how.fresh)

        workers = self.how.workers if self.place.device is Device.CPU else 1
        yield from run_all(left, act, workers, self.halt, known, lambda job: lanes.importing(job.framework))

    def _lanes(self, jobs: Sequence[Job]) -> Lanes:
        """Return lanes that preload where it pays, or where it has begun already."""
        counts = {} if self.how.fresh else Counter(job.framework for job in jobs)
        wanted = to_import(self.place.preload, counts)
        ahead = self.memory.ahead.take(setting_of(self.place), wanted)
        preload = {name: modules for name, modules in wanted.items() if counts[name] > FEW or name in ahead}
        place = self.place
        return Lanes(place.interpreter, place.device, place.level, preload, self.how.extra, ahead)

    def _known(self, job: Job) -> Kept | None:
        wanted = inputs(job, self.place)
        journal, cache = self.memory.journal, self.memory.cache
        known = journal.get(wanted) if journal else None
        if known is None and cache and not self.how.fresh:
            known = cache.get(wanted, self.clock())
        if known is not None:
            self.tell(job, "known")
        return known

    def _execute(self, job: Job, lanes: Lanes, fresh: bool) -> Kept:
        self.tell(job, "started")
        ended = execute(job, lanes, fresh, self.halt)
        kept = Kept(ended, stamp(self.clock()))
        self.tell(job, "ended")
        if self.card and (ended.record is None or ended.record["error"]) and (why := self.card.wait_until_well()):
            raise MachineError(f"infra: after {job} the card is not well: {why}; what had not run yet is held back")
        if not self.halt.is_set():
            self._keep(job, kept)
        return kept

    def _keep(self, job: Job, kept: Kept) -> None:
        wanted = inputs(job, self.place)
        if self.memory.journal:
            self.memory.journal.add(wanted, kept)
        if self.memory.cache and self.how.extra is None:
            self.memory.cache.put(wanted, kept)

    def confirmed(self, root: Path, pair: Pair, proven: Proven) -> Proven:
        """Return the run as it stands after another attempt, if it would change a verdict."""
        if not self.how.confirm or not would_change(self.memory.ledger, proven.run, self.how.confirm_first):
            return proven
        jobs = [Job(pair, framework, read_files(root, pair)) for framework in pair.scripts]
        with Lanes(self.place.interpreter, self.place.device, self.place.level, {}, self.how.extra) as lanes:
            again = {job.framework: self._execute(job, lanes, True) for job in jobs}
        second = _judge(pair, again, self.place, self.how.mutate)
        run = settle(proven.run, second.run)
        if any(snippet.outcome is Outcome.FLAKY for snippet in run.snippets.values()) and self.memory.cache:
            for job in jobs:
                self.memory.cache.drop(inputs(job, self.place))
        return replace(second, run=run)


def would_change(ledger: Ledger, run: Run, first_too: bool = True) -> bool:
    """Return whether recording this run would change a verdict: another than the last one, or a failure without any.

    A first success counts if `first_too`. A success that comes from fresh processes needs no other.
    """
    if any(snippet.outcome in NOT_ITS_FAULT for snippet in run.snippets.values()):
        return False
    last = ledger.of(run.pair, run.environment, run.device)
    if last is not None and attempt(last).same_verdict(attempt(run)):
        return False
    if last is None and run.passed and not first_too:
        return False
    fresh = all(snippet.start is Start.FRESH for snippet in run.snippets.values())
    return not (run.passed and fresh)


def setting_of(place: Place) -> Setting:
    """Return what a parent has to run in to serve this place."""
    return Setting(place.environment.id, place.interpreter, place.device, place.level)


def mismatch(place: Place, packages: Mapping[str, str]) -> str | None:
    """Return how the environment differs from its pins in the frameworks' own packages, or None."""
    for name, wanted in packages.items():
        found = place.machine.packages.get(name)
        bare = (found or "").partition("+")[0]
        if bare != wanted.partition("+")[0]:
            return f"{name} {wanted} is pinned, {found or 'none'} is installed"
    return None
