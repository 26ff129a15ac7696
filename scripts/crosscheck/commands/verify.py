"""`crosscheck verify`: run pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from crosscheck.check import Checked, check
from crosscheck.commands.common import as_json, give, on_terminal, root_of, say, today
from crosscheck.environments import build, discover
from crosscheck.errors import FOUND, MachineError, UsageError
from crosscheck.ledger import record_run
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.vocabulary import Device, Level
from crosscheck.report import junit, problems_text, run_text
from crosscheck.rules.environments import pins
from crosscheck.sandbox import THREADS, require
from crosscheck.scheduler import usable_cpus
from crosscheck.selection import select
from crosscheck.standing import why_stale
from crosscheck.verify import Place, Proven, mismatch, verify
from crosscheck.write import write_text


@click.command("verify")
@click.argument("selection", metavar="[SELECT]...", nargs=-1)
@click.option("--environment", help="Run only pairs of this environment; `all` for every one.")
@click.option("--device", type=click.Choice([d.value for d in Device]), default="cpu", help="What to run on.")
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in Level]),
    default=Level.LIMITS.value,
    show_default=True,
    help="How far scripts are kept apart from this machine.",
)
@click.option("--stale", is_flag=True, help="Run only pairs whose latest run is not of today's scripts and versions.")
@click.option("--mutate", is_flag=True, help="Perturb every expectation and show that its check turns red.")
@click.option("--no-record", is_flag=True, help="Leave data/runs/ as it is.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Scripts at once; as many as there are processors unless said."
)
@click.option("--junit", "junit_", type=click.Path(dir_okay=False), help="Write JUnit XML to this file.")
@as_json
@click.pass_context
def command(context: click.Context, /, selection: tuple[str, ...], **options: object) -> None:
    """Run pairs and prove, or contradict, the claims that cite them.

    SELECT is a pair, a claim, a topic, a tool or a path. Without it, every pair of the default environment runs.
    """
    root = root_of(context)
    checked = check(root, today())
    groups = _groups(checked, selection, options)
    _refuse_broken(checked, [pair for _, pairs in groups for pair in pairs])
    proven = [p for environment, pairs in groups for p in _prove(root, checked, environment, pairs, options)]
    _finish(context, proven, options)


def _refuse_broken(checked: Checked, pairs: Sequence[Pair]) -> None:
    """Stop before running a pair whose own files, or environments, have problems. Raises UsageError."""
    files = {pair.site.file for pair in pairs} | {"data/environments.yml"}
    broken = [p for p in checked.errors if p.file in files and p.rule not in ("pair-orphan", "claim-contradicted")]
    if broken:
        say(problems_text(broken))
        raise UsageError("what was selected has problems; mend them first")


def _groups(
    checked: Checked, selection: Sequence[str], options: dict[str, object]
) -> list[tuple[Environment, list[Pair]]]:
    """Return the selected pairs by environment. Raises UsageError when none is left."""
    knowledge, device = checked.knowledge, Device(str(options["device"]))
    wanted = options["environment"]
    if wanted and wanted != "all" and wanted not in knowledge.environment:
        raise UsageError(f'there is no environment "{wanted}"; there are {", ".join(knowledge.environment)}')
    pairs = [pair for pair in select(knowledge, selection) if device in pair.devices]
    if options["stale"]:
        pairs = [p for p in pairs if why_stale(knowledge, checked.ledger, p, today())]
    named = bool(selection) and wanted is None
    groups: dict[str, list[Pair]] = {}
    left_out: dict[str, int] = {}
    for pair in pairs:
        environment = knowledge.environment_of(pair)
        assert environment is not None  # the rules have seen to it
        if named or wanted in ("all", environment.id) or (wanted is None and environment.default):
            groups.setdefault(environment.id, []).append(pair)
        else:
            left_out[environment.id] = left_out.get(environment.id, 0) + 1
    for id_, count in left_out.items():
        say(f"{count} pair{'s' * (count > 1)} of environment {id_} left out; --environment all runs them too")
    if not groups and not options["stale"]:
        raise UsageError(f"nothing selected runs on {device} here; crosscheck show lists what there is")
    return [(knowledge.environment[id_], found) for id_, found in groups.items()]


def _prove(
    root: Path, checked: Checked, environment: Environment, pairs: list[Pair], options: dict[str, object]
) -> Iterator[Proven]:
    place = _place(checked, environment, Device(str(options["device"])), Level(str(options["sandbox"])))
    workers = int(str(options["jobs"] or usable_cpus()))
    with _progress(len(pairs)) as progress:
        for proven in verify(root, pairs, place, workers, bool(options["mutate"])):
            progress.tell(proven)
            if not options["no_record"]:
                record_run(root, proven.run)
            yield proven


def _place(checked: Checked, environment: Environment, device: Device, level: Level) -> Place:
    require(level, device)
    text = checked.knowledge.pins[environment.id]
    packages = [framework.package for framework in checked.knowledge.frameworks]
    interpreter = build(environment, text, say)
    machine = discover(interpreter, device, [*packages, *environment.packages], THREADS)
    place = Place(environment, text, interpreter, machine, device, level)
    wanted = {name: version for name, version in pins(text).items() if name in packages}
    wrong = mismatch(place, wanted)
    if wrong:
        raise MachineError(f"infra: environment {environment.id} is not what it should be: {wrong}")
    if device is Device.CUDA and machine.gpu is None:
        raise MachineError("skipped: this machine has no card; the runs recorded on one stay and age")
    found = ", ".join(f"{name} {version}" for name, version in machine.packages.items())
    say(f"environment {environment.id}: {found}; {machine.python} on {machine.processor}")
    return place


class _Progress(Protocol):
    def tell(self, proven: Proven) -> None: ...


class _Plain:
    """Without a terminal: a line a pair."""

    def tell(self, proven: Proven) -> None:
        say(run_text(proven.run))


class _Bar:
    """On a terminal: a bar, and words for what does not hold."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self.progress = Progress(*columns, console=Console(stderr=True))
        self.task = self.progress.add_task("running", total=total)

    def tell(self, proven: Proven) -> None:
        """Advance the bar; print a run that does not hold."""
        self.progress.update(self.task, advance=1, description=proven.run.pair)
        if not proven.run.passed:
            self.progress.console.print(run_text(proven.run), markup=False, highlight=False)


@contextmanager
def _progress(total: int) -> Iterator[_Progress]:
    if not on_terminal():
        yield _Plain()
        return
    bar = _Bar(total)
    with bar.progress:
        yield bar


def _finish(context: click.Context, proven: Sequence[Proven], options: dict[str, object]) -> None:
    runs = [p.run for p in proven]
    failed = [run for run in runs if not run.passed]
    survivors = [s for p in proven for s in p.survivors]
    if options["junit_"]:
        write_text(Path(str(options["junit_"])), junit(runs))
    if options["json_"]:
        give({"schema_version": 1, "runs": [run.model_dump(mode="json") for run in runs]})
    checks = sum(len(run.checks) for run in runs)
    say(f"{len(runs) - len(failed)} of {len(runs)} pairs hold, {checks} checks")
    if options["mutate"]:
        count = sum(p.mutants for p in proven)
        turned = count - len([s for s in survivors if s.mutation != "nothing in it can be perturbed"])
        share = 100 * turned / count if count else 0
        say(f"{turned} of {count} perturbed expectations turned red: {share:.0f} %")
        for survivor in survivors:
            say(f"  {survivor.pair}#{survivor.check} cannot fail: {survivor.mutation}")
    if failed or survivors:
        context.exit(FOUND)
