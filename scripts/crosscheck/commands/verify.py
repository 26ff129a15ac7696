"""`crosscheck verify`: run pairs."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import click

from crosscheck import headstart
from crosscheck.commands.common import as_json, root_of
from crosscheck.errors import UsageError
from crosscheck.headstart import HeadStart
from crosscheck.model.vocabulary import Device, Level


@dataclass(frozen=True)
class Options:
    """The command's options, by their names."""

    environment: str | None
    device: str
    interpreter: str | None
    sandbox: str
    stale: bool
    changed_since: str | None
    shard: str | None
    bundle: str | None
    fresh: bool
    mutate: bool
    stability: bool
    no_record: bool
    no_wait: bool
    accept: bool
    jobs: int | None
    executor: str
    scheduler: str | None
    junit_: str | None
    json_: bool


@click.command("verify")
@click.argument("selection", metavar="[SELECT]...", nargs=-1)
@click.option("--environment", help="Run only pairs of this environment; `all` for every one.")
@click.option("--device", type=click.Choice([d.value for d in Device]), default="cpu", help="What to run on.")
@click.option(
    "--interpreter",
    type=click.Path(exists=True, dir_okay=False),
    help="Run under this interpreter instead of building the environment; its frameworks must be as pinned.",
)
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in Level]),
    default=Level.LIMITS.value,
    show_default=True,
    help="How far scripts are kept apart from this machine.",
)
@click.option("--stale", is_flag=True, help="Run only pairs whose latest run is not of today's scripts and versions.")
@click.option(
    "--changed-since", metavar="REV", help="Run only pairs whose files or versions differ from this revision."
)
@click.option("--shard", metavar="I/N", help="Run only this share of the pairs, balanced by recorded durations.")
@click.option("--bundle", type=click.Path(dir_okay=False), help="Write the runs to this file, for `crosscheck merge`.")
@click.option("--fresh", is_flag=True, help="Start every script in a new interpreter and ask no cache.")
@click.option("--mutate", is_flag=True, help="Perturb every expectation and show that its check turns red.")
@click.option("--stability", is_flag=True, help="Repeat, shuffled and under other seeds, threads and locales.")
@click.option("--no-record", is_flag=True, help="Leave data/runs/ as it is.")
@click.option("--accept", is_flag=True, help="Record failures even if very many pairs fail at once that held before.")
@click.option("--no-wait", is_flag=True, help="Refuse rather than wait while another verification is at work here.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Scripts at once; one more than there are processors unless said."
)
@click.option("--executor", type=click.Choice(["local", "dask"]), default="local", help="Where scripts are run.")
@click.option("--scheduler", metavar="ADDRESS", help="Address of the dask scheduler, as in tcp://host:8786.")
@click.option("--junit", "junit_", type=click.Path(dir_okay=False), help="Write JUnit XML to this file.")
@as_json
@click.pass_context
def command(context: click.Context, /, selection: tuple[str, ...], **options: object) -> None:
    """Run pairs and prove, or contradict, the claims that cite them.

    SELECT is a pair, a claim, a topic, a tool or a path. Without it, every pair of the default environment runs. What
    is known from an earlier run of the same scripts, versions and machine is not run again.
    """
    wanted, root = Options(**options), root_of(context)  # type: ignore[arg-type]
    if (wanted.executor == "dask") != bool(wanted.scheduler):
        raise UsageError("--executor dask and --scheduler ADDRESS go together")
    if wanted.interpreter and wanted.scheduler:
        raise UsageError("--interpreter is one of this machine; the workers of a pool build their environments")
    with ExitStack() as stack:
        ahead = HeadStart()
        if not (wanted.fresh or wanted.stability or wanted.scheduler or wanted.interpreter):
            device, level = Device(wanted.device), Level(wanted.sandbox)
            ahead = headstart.begin(root, wanted.environment, device, level, selection, stack)
        from crosscheck.commands.verifying import run  # most of what it imports is read while a head start is running

        context.exit(run(root, selection, wanted, ahead))
