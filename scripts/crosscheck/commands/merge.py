"""`crosscheck merge`: take runs from other machines into data/runs/."""

from __future__ import annotations

from pathlib import Path

import click

from crosscheck.bundles import merge
from crosscheck.cached import cache_folder, name_of
from crosscheck.commands.common import root_of, say
from crosscheck.errors import FOUND
from crosscheck.history import Recorder
from crosscheck.ledger import read_ledger
from crosscheck.load import load
from crosscheck.locks import alone

WAIT = 3600.0
"""Seconds for which a merge waits for a verification at work on the same checkout."""


@click.command("merge")
@click.argument("bundles", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def command(context: click.Context, bundles: tuple[Path, ...]) -> None:
    """Record the runs of bundles that `verify --bundle` wrote, if together they are one whole of one commit."""
    runs, root = merge(bundles), root_of(context)
    with alone(cache_folder() / "locks" / f"{name_of(root)}.lock", WAIT, say):
        keep = Recorder(root, load(root).knowledge, read_ledger(root))
        for run in runs:
            for entry in keep.record(run):
                say(f"{entry.claim}: {entry.from_} → {entry.to}, by {entry.because}")
    failed = [run for run in runs if not run.passed]
    say(f"{len(runs)} runs of commit {runs[0].origin.commit if runs and runs[0].origin else 'unknown'} recorded")
    for run in failed:
        say(f"  {run.pair} does not hold")
    if failed:
        context.exit(FOUND)
