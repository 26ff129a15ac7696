"""`crosscheck doctor`: say what this machine can prove."""

from __future__ import annotations

import platform
import shutil

import click

from crosscheck.check import check
from crosscheck.commands.common import root_of, today
from crosscheck.environments import cache_folder, is_built
from crosscheck.model.vocabulary import Device
from crosscheck.sandbox import strict_is_to_be_had
from crosscheck.scheduler import usable_cpus

NEEDS_GIB = 16


@click.command("doctor")
@click.pass_context
def command(context: click.Context) -> None:
    """Say what this machine can prove, and what stands in the way."""
    checked = check(root_of(context), today())
    knowledge, cache = checked.knowledge, cache_folder()
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    click.echo(f"system       {system}, {usable_cpus()} processors")
    standing = next(p for p in (cache, *cache.parents) if p.is_dir())
    free = shutil.disk_usage(standing).free / 2**30
    note = "" if free > NEEDS_GIB else f"; the environments want about {NEEDS_GIB}"
    click.echo(f"cache        {cache}, {free:.0f} GiB free{note}")
    for environment in knowledge.environments:
        pairs = [p for p in knowledge.pairs if knowledge.environment_of(p) is environment]
        built = environment.id in knowledge.pins and is_built(environment, knowledge.pins[environment.id])
        state = "built" if built else f"not built; crosscheck env build {environment.id} makes it"
        click.echo(f"environment  {environment.id}: {len(pairs)} pairs, {state}")
    strict = "to be had" if strict_is_to_be_had() else "not to be had: it needs bubblewrap and user namespaces"
    click.echo(f"sandbox      off, limits; strict is {strict}")
    card = "nvidia-smi found" if shutil.which("nvidia-smi") else "none found, so pairs cannot be run on one here"
    on_card = sum(Device.CUDA in pair.devices for pair in knowledge.pairs)
    click.echo(f"GPU          {card}; {on_card} pairs make sense on one")
    compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    click.echo(
        f"C++          {'found, as torch.compile needs' if compiler else 'none found; torch.compile pairs will fail'}"
    )
    warnings = len(checked.problems) - len(checked.errors)
    click.echo(f"data         {len(checked.errors)} errors, {warnings} warnings; crosscheck check lists them")
