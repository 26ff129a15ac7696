"""The story of a check: data → knowledge → rules → problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from crosscheck.history import History, read_history, strangers
from crosscheck.ledger import Ledger, read_ledger
from crosscheck.load import load
from crosscheck.model.knowledge import Knowledge
from crosscheck.problems import ERROR, Problem
from crosscheck.rules import Scope, apply
from crosscheck.standing import Stand, stands


@dataclass(frozen=True)
class Checked:
    """The knowledge, the runs, how each claim stands, and every problem, sorted."""

    knowledge: Knowledge
    ledger: Ledger
    stands: Mapping[str, Stand]
    problems: tuple[Problem, ...]
    waiting: bool = False
    """Whether rules across records wait, because some record is not sound."""
    history: History = field(default_factory=History)
    """What flipped in our runs."""

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a merge."""
        return [problem for problem in self.problems if problem.level == ERROR]


def check(root: Path, today: date) -> Checked:
    """Load and judge everything below `root`. Rules across records wait until each record is sound."""
    loaded = load(root)
    ledger = read_ledger(root)
    found = stands(loaded.knowledge, ledger, today)
    history = read_history(root)
    problems = [*loaded.problems, *ledger.problems, *history.problems]
    if not loaded.problems:
        standings = MappingProxyType({id_: stand.standing for id_, stand in found.items()})
        problems += apply(Scope(loaded.knowledge, today, standings))
        problems += strangers(loaded.knowledge, history)
    ordered = tuple(sorted(set(problems), key=_order))
    return Checked(loaded.knowledge, ledger, found, ordered, bool(loaded.problems), history)


def _order(problem: Problem) -> tuple[str, int, int, str, str, str]:
    return (problem.file, problem.line, problem.col, problem.path, problem.rule, problem.message)
