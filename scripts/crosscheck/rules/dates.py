"""Dates that can be: nothing in the future, nothing before its cause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from crosscheck.model.base import Record, first_day
from crosscheck.problems import Path
from crosscheck.rules import Finding, Rule, Scope

SKEW = timedelta(days=1)


def _past_dates(scope: Scope) -> Iterator[tuple[Record, Path, date]]:
    """Every date that tells of something done."""
    knowledge = scope.knowledge
    for source in knowledge.sources:
        yield source, ("checked",), source.checked
        if source.published:
            yield source, ("published",), first_day(source.published)
    for tool in knowledge.tools:
        yield tool, ("checked",), tool.checked
        if tool.since:
            yield tool, ("since",), first_day(tool.since)
        if tool.last_release and tool.last_release.date:
            yield tool, ("last_release", "date"), first_day(tool.last_release.date)
    for framework in knowledge.frameworks:
        yield framework, ("first_release",), first_day(framework.first_release)
    for claim in knowledge.claims:
        yield claim, ("reviewed",), claim.reviewed
        for position, change in enumerate(claim.changes):
            yield claim, ("changes", position, "on"), first_day(change.on)


def _future(scope: Scope) -> Iterator[Finding]:
    for record, path, day in _past_dates(scope):
        if day > scope.today + SKEW:
            yield Finding(record, path, "the date lies in the future", f"today is {scope.today}", day.isoformat())


def _checked(scope: Scope) -> Iterator[Finding]:
    for source in scope.knowledge.sources:
        if source.published and first_day(source.published) > source.checked:
            message = f"checked before it was published, {source.published}"
            yield Finding(source, ("checked",), message, "open it again and date that", source.checked.isoformat())
    for tool in scope.knowledge.tools:
        newest = tool.last_release.date if tool.last_release else None
        if newest and first_day(newest) > tool.checked:
            message = f"checked before its last release, {newest}"
            yield Finding(tool, ("checked",), message, "look again and date that", tool.checked.isoformat())


def _review(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        if claim.review_by <= claim.reviewed:
            message = "to be reviewed no later than it was reviewed"
            yield Finding(
                claim, ("review_by",), message, f"choose a day after {claim.reviewed}", claim.review_by.isoformat()
            )
        for id_ in claim.frameworks:
            framework = scope.knowledge.framework.get(id_)
            if framework and claim.reviewed < first_day(framework.first_release):
                message = f"reviewed before {framework.name} existed, {framework.first_release}"
                yield Finding(claim, ("reviewed",), message, "correct the date", claim.reviewed.isoformat())


RULES = [
    Rule("date-future", "No date of something done lies in the future.", _future),
    Rule("date-checked", "Nothing was checked before it existed.", _checked),
    Rule("date-review", "A claim is reviewed after its frameworks existed and before it falls due.", _review),
]
