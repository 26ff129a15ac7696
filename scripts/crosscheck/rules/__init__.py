"""Rules that no single record can break alone. One file a family; a rule is a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import MappingProxyType

from crosscheck.model.base import Record
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Standing
from crosscheck.problems import ERROR, Path, Problem, shown, spell_path


@dataclass(frozen=True)
class Scope:
    """What rules look at: the knowledge, the day, and how each claim stands."""

    knowledge: Knowledge
    today: date
    standings: MappingProxyType[str, Standing]


@dataclass(frozen=True)
class Finding:
    """What a rule found: the record, the path inside it, and the words."""

    record: Record
    path: Path
    message: str
    mend: str
    value: str | None = None


@dataclass(frozen=True)
class Rule:
    """One requirement. `check` yields a finding for each breach."""

    id: str
    about: str
    check: Callable[[Scope], Iterator[Finding]]
    level: str = ERROR


FAMILIES = (
    "ids",
    "references",
    "unused",
    "dates",
    "evidence",
    "addresses",
    "tables",
    "pairs",
    "environments",
    "placeholders",
    "standing",
)


def all_rules() -> list[Rule]:
    """Return every rule of every family, sorted by id."""
    rules = [rule for family in FAMILIES for rule in import_module(f"crosscheck.rules.{family}").RULES]
    return sorted(rules, key=lambda rule: rule.id)


def apply(scope: Scope) -> list[Problem]:
    """Apply every rule and give each finding its file, line and column."""
    return [_located(scope, rule, finding) for rule in all_rules() for finding in rule.check(scope)]


def _located(scope: Scope, rule: Rule, finding: Finding) -> Problem:
    site = finding.record.site
    path = (*site.path, *finding.path)
    document = scope.knowledge.documents.get(site.file)
    mark = document.mark(path) if document else (site.line, 1)
    value = None if finding.value is None else shown(finding.value)
    return Problem(site.file, *mark, spell_path(path), finding.message, finding.mend, rule.id, value, rule.level)
