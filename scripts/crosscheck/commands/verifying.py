"""What `crosscheck verify` does: select, share, verify, record, tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck.bundles import changed_since, origin, read_shard, write_bundle
from crosscheck.cached import cache_folder, name_of
from crosscheck.check import Checked, check
from crosscheck.commands.common import give, say, today
from crosscheck.commands.progress import progress
from crosscheck.environments import folder_of, interpreter_of, is_built
from crosscheck.errors import FOUND, UsageError
from crosscheck.headstart import HeadStart, Setting, note
from crosscheck.history import Recorder
from crosscheck.jobs import Place
from crosscheck.ledger import Ledger
from crosscheck.locks import alone
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.vocabulary import Device, Level
from crosscheck.outcomes import NOT_ITS_FAULT, Proven
from crosscheck.pool import verify_on_pool
from crosscheck.prepare import place_of, preload_of
from crosscheck.report_problems import problems_text
from crosscheck.report_runs import junit, steadiness_text
from crosscheck.scheduler import scripts_at_once, shard, usable_cpus
from crosscheck.selection import by_environment, select, touched_by
from crosscheck.stability import stability
from crosscheck.standing import why_stale
from crosscheck.store import Cache, Journal
from crosscheck.verify import How, Memory, setting_of, verify
from crosscheck.write import write_text

if TYPE_CHECKING:
    from crosscheck.commands.verify import Options

TOO_MANY, AT_LEAST = 0.3, 3
"""Share and number of newly failing pairs from which a cause outside them is likelier; they are held back then."""

Groups = Sequence[tuple[Environment, list[Pair]]]

WAIT = 3600.0
"""Seconds for which a second verification waits for the first."""


def run(root: Path, selection: Sequence[str], wanted: Options, ahead: HeadStart) -> int:
    """Verify what is selected and return the status to exit with. Raises UsageError and MachineError."""
    checked = check(root, today())
    groups = _groups(root, checked, selection, wanted)
    _refuse_broken(checked, [pair for _, pairs in groups for pair in pairs])

    def waits(words: str) -> None:
        ahead.abandon()  # it would keep a framework in memory for as long as the other one takes
        say(words)

    with alone(cache_folder() / "locks" / f"{name_of(root)}.lock", 0 if wanted.no_wait else WAIT, waits):
        if wanted.stability:
            return _steady(root, checked, groups, wanted)
        proven = _all(root, checked, _share(checked, groups, wanted), wanted, ahead)
        return _finish(root, proven, groups, wanted)


def _groups(root: Path, checked: Checked, selection: Sequence[str], wanted: Options) -> Groups:
    """Return the selected pairs by environment. Raises UsageError when none is selected."""
    knowledge, device = checked.knowledge, Device(wanted.device)
    pairs = [pair for pair in select(knowledge, selection) if device in pair.devices]
    if wanted.stale:
        pairs = [p for p in pairs if why_stale(knowledge, checked.ledger, p, today(), device)]
    if wanted.changed_since:
        files = changed_since(root, wanted.changed_since)
        pairs = [pair for pair in pairs if touched_by(knowledge, pair, device, files)]
    groups, left_out = by_environment(knowledge, pairs, device, wanted.environment, bool(selection))
    for id_, count in left_out.items():
        say(f"{count} pair{'s' * (count > 1)} of environment {id_} left out; --environment all runs them too")
    if not groups and not wanted.stale and not wanted.changed_since:
        raise UsageError(f"nothing selected runs on {device} here; crosscheck show lists what there is")
    return groups


def _share(checked: Checked, groups: Groups, wanted: Options) -> Groups:
    """Return what of the plan falls to this machine. Raises UsageError."""
    if not wanted.shard:
        return groups
    share, device = read_shard(wanted.shard), Device(wanted.device)
    weights = {p.id: _seconds(checked.ledger, e, p, device) for e, pairs in groups for p in pairs}
    mine = shard(weights, share.number, share.of)
    return [(e, kept) for e, pairs in groups if (kept := [p for p in pairs if p.id in mine])]


def _seconds(ledger: Ledger, environment: Environment, pair: Pair, device: Device) -> float:
    run = ledger.of(pair.id, environment.id, device)
    return sum(snippet.seconds for snippet in run.snippets.values()) if run else float(pair.timeout)


def _refuse_broken(checked: Checked, pairs: Sequence[Pair]) -> None:
    """Stop before running a pair whose own files, or environments, have problems. Raises UsageError."""
    files = {pair.site.file for pair in pairs} | {"data/environments.yml"}
    broken = [p for p in checked.errors if p.file in files and p.rule not in ("pair-orphan", "claim-contradicted")]
    if broken:
        say(problems_text(broken))
        raise UsageError("what was selected has problems; mend them first")


def _all(root: Path, checked: Checked, groups: Groups, wanted: Options, ahead: HeadStart) -> list[Proven]:
    """Verify every group, with what is known from before at hand."""
    mode = f"{wanted.device} {wanted.sandbox} {'fresh' if wanted.fresh else 'usual'}"
    journal = Journal(cache_folder() / "journals" / f"{name_of(root)}.jsonl", say, mode)
    memory = Memory(checked.ledger, Cache(cache_folder() / "results", say), journal, ahead)
    keep = Recorder(root, checked.knowledge, checked.ledger)
    journal.open()
    finished = False
    try:
        proven = [p for e, pairs in groups for p in _prove(root, checked, e, pairs, wanted, memory, keep)]
        finished = True
    finally:
        journal.close(finished)
    if not wanted.no_record:
        _record_failures(keep, memory.ledger, proven, wanted.accept)
    return proven


def _prove(
    root: Path,
    checked: Checked,
    environment: Environment,
    pairs: list[Pair],
    wanted: Options,
    memory: Memory,
    keep: Recorder,
) -> Iterator[Proven]:
    _head_start(root, checked, environment, pairs, wanted, memory.ahead)
    place = _place(checked, environment, wanted)
    how = How(
        wanted.jobs or scripts_at_once(usable_cpus()),
        wanted.mutate,
        wanted.fresh,
        confirm=True,
        confirm_first=not wanted.no_record,
    )
    by_id = {pair.id: pair for pair in pairs}
    with progress(len(pairs)) as shown:
        if wanted.scheduler:
            stream = verify_on_pool(root, pairs, place, how, wanted.scheduler)
        else:
            if not wanted.fresh and not wanted.interpreter:
                _note(root, checked, place, pairs)
            stream = verify(root, pairs, place, how, memory, tell=lambda job, state: shown.job(str(job), state))
        for proven in stream:
            shown.pair(by_id[proven.run.pair], proven)
            if not wanted.no_record and not _newly_fails(memory.ledger, proven):
                _record(keep, memory.ledger, proven)
            yield proven


def _head_start(
    root: Path, checked: Checked, environment: Environment, pairs: Sequence[Pair], wanted: Options, ahead: HeadStart
) -> None:
    """Have the frameworks imported meanwhile, where a built environment is verified for the first time here."""
    pins = checked.knowledge.pins[environment.id]
    if is_built(environment, pins):
        interpreter = interpreter_of(folder_of(environment, pins))
        setting = Setting(environment.id, interpreter, Device(wanted.device), Level(wanted.sandbox))
        counts = Counter(framework for pair in pairs for framework in pair.scripts)
        ahead.begin_unnoted(root, setting, preload_of(checked.knowledge), counts)


def _place(checked: Checked, environment: Environment, wanted: Options) -> Place:
    given = Path(wanted.interpreter).absolute() if wanted.interpreter else None
    place = place_of(checked.knowledge, environment, Device(wanted.device), Level(wanted.sandbox), say, given)
    found = ", ".join(f"{name} {version}" for name, version in place.machine.packages.items())
    where = place.machine.gpu or place.machine.processor
    say(f"environment {environment.id}: {found}; {place.machine.python} on {where}")
    return place


def _note(root: Path, checked: Checked, place: Place, pairs: Sequence[Pair]) -> None:
    """Have the next verification know at its start which of these scripts were edited."""
    default = checked.knowledge.default_environment
    scripts = {f"{pair.folder}/in_{name}.py": name for pair in pairs for name in pair.scripts}
    note(root, setting_of(place), default.id if default else "", place.preload, scripts)


def _newly_fails(ledger: Ledger, proven: Proven) -> bool:
    last = ledger.of(proven.run.pair, proven.run.environment, proven.run.device)
    return last is not None and last.passed and not proven.run.passed


def _record_failures(keep: Recorder, ledger: Ledger, proven: Sequence[Proven], accept: bool) -> None:
    """Record the pairs that fail and held before; when there are very many, hold them back until they are accepted."""
    failing = [one for one in proven if _newly_fails(ledger, one)]
    if len(failing) >= AT_LEAST and len(failing) > TOO_MANY * len(proven) and not accept:
        say(f"{len(failing)} of {len(proven)} pairs fail that held before, so something else than they may be broken;")
        say("their last runs stay as they are. Once you have looked: --accept records these")
        return
    for one in failing:
        _record(keep, ledger, one)


def _record(keep: Recorder, ledger: Ledger, proven: Proven) -> None:
    """Keep a run, unless it says nothing of the scripts; tell of a clock that went back."""
    run = proven.run
    if any(snippet.outcome in NOT_ITS_FAULT for snippet in run.snippets.values()):
        say(f"{run.pair}: not recorded, since the machine and not the script failed; the last run stays")
        return
    last = ledger.of(run.pair, run.environment, run.device)
    if last is not None and run.when < last.when:
        say(f"{run.pair}: ran at {run.when} by this machine's clock, before its last recorded run of {last.when}")
    for entry in keep.record(run):
        say(f"{entry.claim}: {entry.from_} → {entry.to}, by {entry.because}")


def _steady(root: Path, checked: Checked, groups: Groups, wanted: Options) -> int:
    found = []
    for environment, pairs in groups:
        place = _place(checked, environment, wanted)
        for one in stability(root, pairs, place, wanted.jobs or scripts_at_once(usable_cpus()), say):
            say(steadiness_text(one))
            found.append(one)
    return 0 if all(one.steady for one in found) else FOUND


def _finish(root: Path, proven: Sequence[Proven], groups: Groups, wanted: Options) -> int:
    runs = [p.run for p in proven]
    failed = [run for run in runs if not run.passed]
    survivors = [s for p in proven for s in p.survivors]
    if wanted.junit_:
        write_text(Path(wanted.junit_), junit(runs))
    if wanted.bundle:
        planned = [pair.id for _, pairs in groups for pair in pairs]
        write_bundle(Path(wanted.bundle), runs, read_shard(wanted.shard or "1/1"), planned, origin(root))
    if wanted.json_:
        give({"schema_version": 1, "runs": [run.model_dump(mode="json") for run in runs]})
    checks = sum(len(run.checks) for run in runs)
    say(f"{len(runs) - len(failed)} of {len(runs)} pairs hold, {checks} checks")
    if wanted.mutate:
        count = sum(p.mutants for p in proven)
        turned = count - len([s for s in survivors if s.mutation != "nothing in it can be perturbed"])
        say(f"{turned} of {count} perturbed expectations turned red: {100 * turned / count if count else 0:.0f} %")
        for survivor in survivors:
            say(f"  {survivor.pair}#{survivor.check} cannot fail: {survivor.mutation}")
    return FOUND if failed or survivors else 0
