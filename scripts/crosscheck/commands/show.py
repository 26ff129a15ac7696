"""`crosscheck show`: print what is known under an id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from crosscheck.cached import keep, recall
from crosscheck.commands.common import as_json, give, root_of, today

if TYPE_CHECKING:
    from crosscheck.check import Checked
    from crosscheck.model.base import Record
    from crosscheck.standing import Stand

EVERYTHING = ""
"""Under this, the list of all ids is kept; no record has it as its id."""


@click.command("show")
@click.argument("id_", metavar="[ID]", required=False)
@as_json
@click.pass_context
def command(context: click.Context, id_: str | None, json_: bool) -> None:
    """Print what is known under an ID; without one, list what there is."""
    root, day = root_of(context), today()
    words = None if json_ else recall(root, str(day))
    if words is not None and (id_ or EVERYTHING) in words:
        click.echo(words[id_ or EVERYTHING], nl=False)
        return
    from crosscheck.check import check  # the model takes longer to import than what is kept takes to read

    checked = check(root, day)
    if json_ and id_:
        found = [(plural, record) for plural, record in _records(checked) if record.id == id_]
        _one(checked, id_)
        give({"schema_version": 1, **{plural: [r.model_dump(mode="json", by_alias=True)] for plural, r in found}})
        return
    words = dict(_words(checked))
    keep(root, str(day), words)
    _one(checked, id_ or EVERYTHING)
    click.echo(words[id_ or EVERYTHING], nl=False)


def _records(checked: Checked) -> Iterator[tuple[str, Any]]:
    from crosscheck.nouns import NOUNS

    for noun in NOUNS:
        for record in getattr(checked.knowledge, noun.plural):
            yield noun.plural, record


def _one(checked: Checked, id_: str) -> None:
    """Raise UsageError for an id that nothing has."""
    from crosscheck.errors import UsageError
    from crosscheck.problems import suggest

    known = [record.id for _, record in _records(checked)]
    if id_ != EVERYTHING and id_ not in known:
        raise UsageError(f'nothing is called "{id_}"; {suggest(id_, known, "crosscheck show lists what there is")}')


def _words(checked: Checked) -> Iterator[tuple[str, str]]:
    """Yield what is shown for each id, and for none."""
    texts: dict[str, str] = {}
    ids: dict[str, list[str]] = {}
    for plural, record in _records(checked):
        stand = checked.stands[record.id] if plural == "claims" else None
        texts[record.id] = texts.get(record.id, "") + "".join(f"{line}\n" for line in _lines(plural, record, stand))
        ids.setdefault(plural, []).append(record.id)
    yield from texts.items()
    lists = (
        line for plural, some in ids.items() for line in (f"{plural} ({len(some)})", *(f"  {id_}" for id_ in some))
    )
    yield EVERYTHING, "".join(f"{line}\n" for line in lists)


def _lines(plural: str, record: Record, stand: Stand | None) -> Iterator[str]:
    yield f"{plural}: {record.id}  ({record.site.file}:{record.site.line})"  # type: ignore[attr-defined]
    yield from _nested(record.model_dump(mode="json", by_alias=True, exclude_defaults=True), "  ")
    if stand is None:
        return
    yield f"  standing: {stand.standing} ({stand.why})"
    for proof in stand.proofs:
        yield f"    {proof.ref}: {proof.check.detail if proof.check else proof.why_stale}"


def _nested(data: Any, indent: str) -> Iterator[str]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        label = f"{indent}{key}:" if isinstance(data, dict) else f"{indent}-"
        if isinstance(value, dict | list) and value:
            yield label
            yield from _nested(value, indent + "  ")
        else:
            yield f"{label} {value}"
