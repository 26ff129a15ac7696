"""What several tests need: a copy of the small site, and a verification in this very interpreter."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from crosscheck.check import Checked, check
from crosscheck.environments import discover
from crosscheck.jobs import Place
from crosscheck.ledger import record_run
from crosscheck.model.vocabulary import Device, Level
from crosscheck.outcomes import Proven
from crosscheck.verify import How, Memory, verify

TODAY = date(2026, 11, 21)
MINISITE = Path(__file__).parent / "minisite"
ROOT = Path(__file__).parents[1]


def copy_minisite(folder: Path) -> Path:
    """Copy the small site; its pins name the NumPy that is installed here."""
    root = folder / "site"
    shutil.copytree(MINISITE, root)
    (root / "data/environments/here.txt").write_text(f"numpy=={np.__version__}\n", encoding="utf-8")
    return root


def checked(root: Path) -> Checked:
    return check(root, TODAY)


def clock() -> datetime:
    return datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def place(root: Path, level: Level = Level.OFF, preload: bool = True) -> Place:
    knowledge = checked(root).knowledge
    environment = knowledge.default_environment
    assert environment is not None
    interpreter = Path(sys.executable)
    found = discover(interpreter, Device.CPU, ["numpy"], 1)
    return Place(
        environment,
        knowledge.pins[environment.id],
        interpreter,
        found.machine,
        Device.CPU,
        level,
        found.builds,
        {framework.id: framework.package for framework in knowledge.frameworks},
        {framework.id: ("numpy",) for framework in knowledge.frameworks} if preload else {},
    )


def prove(
    root: Path, record: bool = True, mutate: bool = False, how: How | None = None, memory: Memory | None = None
) -> list[Proven]:
    """Run every pair of the site at `root`, and keep the runs if asked."""
    now = checked(root)
    chosen = how or How(2, mutate, confirm=False)
    found = list(verify(root, now.knowledge.pairs, place(root), chosen, memory or Memory(now.ledger), clock))
    for proven in found if record else ():
        record_run(root, proven.run)
    return found


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace text that must be there."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
