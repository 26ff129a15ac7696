"""`crosscheck env`: the environments that pairs run in."""

from __future__ import annotations

import click

from crosscheck.check import check
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.environments import build, folder_of, is_built
from crosscheck.errors import UsageError
from crosscheck.problems import suggest


@click.group("env", invoke_without_command=True)
@as_json
@click.pass_context
def command(context: click.Context, json_: bool) -> None:
    """List the environments that pairs run in; `env build` makes them."""
    if context.invoked_subcommand:
        return
    knowledge = check(root_of(context), today()).knowledge
    rows = [
        {"id": e.id, "title": e.title, "built": is_built(e, pins), "folder": str(folder_of(e, pins))}
        for e in knowledge.environments
        if (pins := knowledge.pins.get(e.id)) is not None
    ]
    if json_:
        give({"schema_version": 1, "environments": rows})
        return
    for row in rows:
        state = "built in" if row["built"] else "not built; would stand in"
        click.echo(f"{row['id']}: {row['title']}, {state} {row['folder']}")


@command.command("build")
@click.argument("names", nargs=-1)
@click.pass_context
def build_command(context: click.Context, names: tuple[str, ...]) -> None:
    """Build environments; the default one unless named. Those that stand already are left as they are."""
    knowledge = check(root_of(context), today()).knowledge
    default = knowledge.default_environment
    for name in names or ((default.id,) if default else ()):
        environment, pins = knowledge.environment.get(name), knowledge.pins.get(name)
        if environment is None or pins is None:
            raise UsageError(
                f'there is no environment "{name}"; {suggest(name, knowledge.environment, "crosscheck env lists them")}'
            )
        say(f"{name}: {build(environment, pins, say)}")
