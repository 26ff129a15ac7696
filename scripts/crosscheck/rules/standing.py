"""What runs and the calendar say of the claims."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.vocabulary import Standing
from crosscheck.problems import WARNING
from crosscheck.rules import Finding, Rule, Scope


def _with(scope: Scope, standing: Standing, message: str, mend: str) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        if scope.standings.get(claim.id) is standing:
            yield Finding(claim, ("id",), message, mend.format(id=claim.id), claim.id)


def _contradicted(scope: Scope) -> Iterator[Finding]:
    mend = "run crosscheck verify {id} to see how, then mend the claim or the snippet"
    yield from _with(scope, Standing.CONTRADICTED, "a check it cites failed in the latest run", mend)


def _overdue(scope: Scope) -> Iterator[Finding]:
    yield from _with(scope, Standing.OVERDUE, "its review date has passed", "review it and date that")


def _stale(scope: Scope) -> Iterator[Finding]:
    yield from _with(scope, Standing.STALE, "its proof is not of today", "run crosscheck verify {id}")


RULES = [
    Rule("claim-contradicted", "No claim is contradicted by its own checks.", _contradicted),
    Rule("claim-overdue", "No claim is past its review date.", _overdue, WARNING),
    Rule("claim-stale", "No claim's proof is older than its snippet, its versions or ninety days.", _stale, WARNING),
]
