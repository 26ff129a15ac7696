"""`crosscheck stale`: list what has to be looked at again."""

from __future__ import annotations

import click

from crosscheck.check import check
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.errors import FOUND
from crosscheck.model.vocabulary import Standing
from crosscheck.standing import why_stale

AGED = (Standing.CONTRADICTED, Standing.OVERDUE, Standing.STALE)


@click.command("stale")
@as_json
@click.pass_context
def command(context: click.Context, json_: bool) -> None:
    """List the claims and pairs that have to be looked at again, and why."""
    checked = check(root_of(context), today())
    claims = {id_: stand for id_, stand in checked.stands.items() if stand.standing in AGED}
    reasons = {p.id: why_stale(checked.knowledge, checked.ledger, p, today()) for p in checked.knowledge.pairs}
    pairs = {id_: why for id_, why in reasons.items() if why}
    if json_:
        listed = [{"id": id_, "standing": s.standing.value, "why": s.why} for id_, s in claims.items()]
        give({"schema_version": 1, "claims": listed, "pairs": [{"id": i, "why": w} for i, w in pairs.items()]})
    else:
        for id_, stand in claims.items():
            click.echo(f"claim {id_}: {stand.standing}: {stand.why}")
        for id_, why in pairs.items():
            click.echo(f"pair {id_}: {why}")
    say(f"{len(claims)} claims and {len(pairs)} pairs have to be looked at; crosscheck verify --stale runs the pairs")
    if claims or pairs:
        context.exit(FOUND)
