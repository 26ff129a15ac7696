"""`crosscheck doctor`: say in one screen what this machine can prove."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator

import click

from crosscheck import cards, cgroups
from crosscheck.cached import cache_folder
from crosscheck.check import Checked, check
from crosscheck.commands.common import root_of, today
from crosscheck.environments import is_built
from crosscheck.model.vocabulary import Device, Level
from crosscheck.sandbox import kept_apart, strict_is_to_be_had
from crosscheck.scheduler import cpu_quota, usable_cpus

NEEDS_GIB = 24


@click.command("doctor")
@click.pass_context
def command(context: click.Context) -> None:
    """Say what this machine can prove, and what stands in the way."""
    checked = check(root_of(context), today())
    for name, words in (*_machine(), *_environments(checked), *_walls(), *_devices(checked)):
        click.echo(f"{name:<12} {words}")
    warnings = len(checked.problems) - len(checked.errors)
    click.echo(f"{'data':<12} {len(checked.errors)} errors, {warnings} warnings; crosscheck check lists them")


def _machine() -> Iterator[tuple[str, str]]:
    quota = cpu_quota()
    limited = "" if quota is None else f", limited to {quota:g} by a control group"
    system = f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}"
    yield "system", f"{system}, {usable_cpus()} of {os.cpu_count()} processors{limited}"
    cache = cache_folder()
    standing = next(p for p in (cache, *cache.parents) if p.is_dir())
    free = shutil.disk_usage(standing).free / 2**30
    note = "" if free > NEEDS_GIB else f"; the environments want about {NEEDS_GIB}"
    writable = "" if os.access(standing, os.W_OK) else "; it cannot be written, so nothing is cached and nothing built"
    yield "cache", f"{cache}, {free:.0f} GiB free{note}{writable}"


def _environments(checked: Checked) -> Iterator[tuple[str, str]]:
    knowledge = checked.knowledge
    for environment in knowledge.environments:
        pairs = [p for p in knowledge.pairs if environment in {knowledge.environment_of(p, d) for d in p.devices}]
        built = environment.id in knowledge.pins and is_built(environment, knowledge.pins[environment.id])
        state = "built" if built else f"not built; crosscheck env build {environment.id} makes it"
        yield "environment", f"{environment.id}: {len(pairs)} {'pair' if len(pairs) == 1 else 'pairs'}, {state}"
    forks = hasattr(os, "fork") and sys.platform == "linux"
    yield (
        "start",
        "preloaded, by fork" if forks else "fresh processes only: this system is not one where forking is safe",
    )


def _walls() -> Iterator[tuple[str, str]]:
    strict = strict_is_to_be_had()
    best = "strict" if strict else "limits; strict needs bubblewrap and user namespaces, which are not to be had"
    yield "sandbox", f"up to level {best}"
    for name, words in kept_apart(Level.STRICT if strict else Level.LIMITS).items():
        yield f"  {name}", words
    if not cgroups.writable():
        yield "  groups", "no control group can be written: the number of processes is not limited for root"


def _devices(checked: Checked) -> Iterator[tuple[str, str]]:
    on_card = sum(Device.CUDA in pair.devices for pair in checked.knowledge.pairs)
    card = cards.name()
    words = card if card else "no card found, so nothing can be proved on one here; recorded runs on one stay and age"
    yield "GPU", f"{words}; {on_card} pairs make sense on one"
    compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    yield "C++", "found, as torch.compile needs" if compiler else "none found; pairs that compile will fail"
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    yield "browser", "found" if browser else "no Chromium or Chrome found; pairs that run in one will fail"
