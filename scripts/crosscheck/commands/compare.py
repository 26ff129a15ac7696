"""`crosscheck compare`: run a reader's own pair and say where the two scripts part."""

from __future__ import annotations

from pathlib import Path

import click

from crosscheck.check import check
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.comparing import Compared, compare, find_scripts
from crosscheck.errors import FOUND, UsageError
from crosscheck.model.vocabulary import Device, Level
from crosscheck.prepare import place_of


@click.command("compare")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--environment", help="The environment to run in; the default one unless named.")
@click.option("--rtol", type=click.FloatRange(0), default=1e-5, show_default=True, help="Relative tolerance.")
@click.option("--atol", type=click.FloatRange(0), default=1e-6, show_default=True, help="Absolute tolerance.")
@click.option("--timeout", type=click.IntRange(1), default=300, show_default=True, help="Seconds for each script.")
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in Level]),
    default=Level.LIMITS.value,
    show_default=True,
    help="How far scripts are kept apart from this machine.",
)
@as_json
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    environment: str | None,
    rtol: float,
    atol: float,
    timeout: int,
    sandbox: str,
    json_: bool,
) -> None:
    """Run the two scripts in FOLDER, one a framework, and say which of their common variables is the first to part.

    No YAML is needed. A script's framework is told by its name, in_pytorch.py, or by what it imports. Compared are the
    top-level variables that both scripts set, in the order in which the first one sets them.
    """
    knowledge = check(root_of(context), today()).knowledge
    chosen = knowledge.environment.get(environment) if environment else knowledge.default_environment
    if chosen is None:
        raise UsageError(f'there is no environment "{environment}"; there are {", ".join(knowledge.environment)}')
    scripts = find_scripts(folder, knowledge.frameworks)
    place = place_of(knowledge, chosen, Device.CPU, Level(sandbox), say)
    found = compare(folder, scripts, place, timeout, rtol, atol)
    if json_:
        give({"schema_version": 1, **found.as_json()})
    _tell(found)
    if not found.alike:
        context.exit(FOUND)


def _tell(found: Compared) -> None:
    for framework, words in found.broken.items():
        say(f"{framework}: {words}")
    for name in found.equal:
        say(f"{name}: the same within the tolerance")
    for line in found.parting:
        say(line)
    if found.later:
        say(f"variables after it that part too: {', '.join(found.later)}")
    for name, why in found.unreadable.items():
        say(f"{name}: not compared: {why}")
    if not found.equal and not found.parting:
        say(
            "no variable of a comparable kind is set by both scripts; give what you want compared the same name in both"
        )
