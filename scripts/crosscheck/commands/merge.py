"""`crosscheck merge`: take runs from other machines into data/runs/."""

from __future__ import annotations

from pathlib import Path

import click

from crosscheck.bundles import merge
from crosscheck.commands.common import root_of, say
from crosscheck.errors import FOUND
from crosscheck.ledger import record_run


@click.command("merge")
@click.argument("bundles", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def command(context: click.Context, bundles: tuple[Path, ...]) -> None:
    """Record the runs of bundles that `verify --bundle` wrote, if together they are one whole of one commit."""
    runs = merge(bundles)
    for run in runs:
        record_run(root_of(context), run)
    failed = [run for run in runs if not run.passed]
    say(f"{len(runs)} runs of commit {runs[0].origin.commit if runs and runs[0].origin else 'unknown'} recorded")
    for run in failed:
        say(f"  {run.pair} does not hold")
    if failed:
        context.exit(FOUND)
