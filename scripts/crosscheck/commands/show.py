"""`crosscheck show`: print what is known under an id."""

from __future__ import annotations

from typing import Any

import click

from crosscheck.check import Checked, check
from crosscheck.commands.common import as_json, give, root_of, today
from crosscheck.errors import UsageError
from crosscheck.nouns import NOUNS
from crosscheck.problems import suggest
from crosscheck.standing import Stand


@click.command("show")
@click.argument("id_", metavar="[ID]", required=False)
@as_json
@click.pass_context
def command(context: click.Context, id_: str | None, json_: bool) -> None:
    """Print what is known under an ID; without one, list what there is."""
    checked = check(root_of(context), today())
    if id_ is None:
        _list(checked)
        return
    found = [(noun.plural, r) for noun in NOUNS for r in getattr(checked.knowledge, noun.plural) if r.id == id_]
    if not found:
        known = [r.id for noun in NOUNS for r in getattr(checked.knowledge, noun.plural)]
        raise UsageError(f'nothing is called "{id_}"; {suggest(id_, known, "crosscheck show lists what there is")}')
    if json_:
        give(
            {"schema_version": 1}
            | {plural: [record.model_dump(mode="json", by_alias=True)] for plural, record in found}
        )
        return
    for plural, record in found:
        click.echo(f"{plural}: {record.id}  ({record.site.file}:{record.site.line})")
        _print(record.model_dump(mode="json", by_alias=True, exclude_defaults=True), "  ")
        if plural == "claims":
            _standing(checked.stands[record.id])


def _list(checked: Checked) -> None:
    for noun in NOUNS:
        records = getattr(checked.knowledge, noun.plural)
        click.echo(f"{noun.plural} ({len(records)})")
        for record in records:
            click.echo(f"  {record.id}")


def _print(data: Any, indent: str) -> None:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        label = f"{indent}{key}:" if isinstance(data, dict) else f"{indent}-"
        if isinstance(value, dict | list) and value:
            click.echo(label)
            _print(value, indent + "  ")
        else:
            click.echo(f"{label} {value}")


def _standing(stand: Stand) -> None:
    click.echo(f"  standing: {stand.standing} ({stand.why})")
    for proof in stand.proofs:
        detail = proof.check.detail if proof.check else proof.why_stale
        click.echo(f"    {proof.ref}: {detail}")
