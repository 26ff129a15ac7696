"""A pair without YAML: two scripts of a reader's own, the variables they share, and the first that parts."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from crosscheck.checking import read_values
from crosscheck.errors import UsageError
from crosscheck.explain import parting
from crosscheck.jobs import Place
from crosscheck.lane import LaneLost, fresh_lane
from crosscheck.model.records import Framework
from crosscheck.model.vocabulary import Outcome
from crosscheck.runner import Ended, Task, run_script
from crosscheck.sandbox import files_of
from crosscheck.values import Seen, gap


@dataclass(frozen=True)
class Compared:
    """What both scripts say alike, and the first variable in which they part."""

    equal: tuple[str, ...] = ()
    first: str | None = None
    parting: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    @property
    def alike(self) -> bool:
        """Whether both ran and something was compared and nothing parts."""
        return bool(self.equal) and self.first is None and not self.broken

    def as_json(self) -> dict[str, Any]:
        """Return it as one object."""
        return {
            "alike": self.alike,
            "equal": list(self.equal),
            "first_to_part": self.first,
            "how": list(self.parting),
            "later": list(self.later),
            "not_compared": dict(self.unreadable),
            "broken": dict(self.broken),
        }


def find_scripts(folder: Path, frameworks: Sequence[Framework]) -> dict[str, Path]:
    """Return two scripts by framework: told by their names, or else by what they import. Raises UsageError."""
    by_name = {f.id: path for f in frameworks if (path := folder / f"in_{f.id}.py").is_file()}
    found = by_name
    if len(found) < 2:
        found = {}
        for path in sorted(folder.glob("*.py")):
            used = [f.id for f in frameworks if f.package in _imported(path)]
            if len(used) == 1:
                found.setdefault(used[0], path)
    if len(found) != 2:
        there = ", ".join(path.name for path in sorted(folder.glob("*.py"))) or "no script"
        names = " and ".join(f"in_{f.id}.py" for f in frameworks[:2])
        raise UsageError(f"{folder} holds {there}; name one script a framework, as in {names}")
    return found


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path} is not Python: {error}") from error


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def variables(path: Path) -> list[str]:
    """Return the names that a script sets at its top level, in the order in which they first appear."""
    names: dict[str, None] = {}
    waiting: list[ast.AST] = list(reversed(_tree(path).body))
    while waiting:
        node = waiting.pop()
        if isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda | ast.Import | ast.ImportFrom
        ):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id)
        waiting += reversed(list(ast.iter_child_nodes(node)))
    return list(names)


def compare(
    folder: Path, scripts: Mapping[str, Path], place: Place, timeout: int, rtol: float, atol: float
) -> Compared:
    """Run both scripts in fresh processes and compare what they share."""
    (first, one), (second, two) = scripts.items()
    others = set(variables(two))
    shared = tuple(name for name in variables(one) if name in others)
    ended = {
        framework: _run(folder, path, place, Task(path.name, shared, timeout)) for framework, path in scripts.items()
    }
    broken = {framework: why for framework, result in ended.items() if (why := _why_broken(result))}
    left, right = (read_values(r.record) if r.record else {} for r in (ended[first], ended[second]))
    missing = {
        name: "; ".join(
            f"{framework} left {(result.record or {}).get('unreadable', {}).get(name, 'nothing under this name')}"
            for framework, result in ended.items()
            if not result.record or name not in result.record["values"]
        )
        for name in shared
        if name not in left or name not in right
    }
    kept = [name for name in shared if name not in missing]
    parts = [name for name in kept if not gap(left[name], right[name], rtol, atol).equal]
    lines = _parting(parts[0], (first, left), (second, right), rtol, atol) if parts else ()
    equal = tuple(name for name in kept if name not in parts)
    return Compared(equal, parts[0] if parts else None, lines, tuple(parts[1:]), missing, broken)


def _parting(
    name: str, left: tuple[str, Mapping[str, Seen]], right: tuple[str, Mapping[str, Seen]], rtol: float, atol: float
) -> tuple[str, ...]:
    return tuple(parting(name, (left[0], left[1][name]), (right[0], right[1][name]), rtol, atol))


def _run(folder: Path, path: Path, place: Place, task: Task) -> Ended:
    files = {**files_of(folder), path.name: path.read_bytes()}
    try:
        with (
            fresh_lane(place.interpreter, place.device, place.level) as lane,
            lane.room.box(files, int(task.timeout)) as box,
        ):
            return run_script(lane, box, task, Event())
    except LaneLost as lost:
        return Ended(Outcome.INFRA, str(lost), 0.0, "", None)


def _why_broken(ended: Ended) -> str | None:
    if ended.record is None:
        return f"{ended.outcome}: {ended.reason}"
    error = ended.record["error"]
    if error is None:
        return None
    return f"ended by {error['name']}: {error['message']}\n" + "\n".join(
        f"  | {line}" for line in ended.output.splitlines()[-6:]
    )
