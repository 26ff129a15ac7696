"""The architecture holds: imports point down, the worker stands alone, and no module of ours imports a framework."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scripts" / "crosscheck"
LAYERS = [
    {"errors", "problems"},
    {"yaml_lines", "model", "nouns"},
    {"schema", "values", "write", "cards", "cgroups", "scheduler", "locks"},
    {"load", "documents", "checking", "parting", "cached", "sandbox", "explain"},
    {"environments", "mutation", "selection", "lane", "parent", "lanes", "headstart", "bundles"},
    {"ledger", "runner"},
    {"standing"},
    {"jobs", "tables", "rules", "history"},
    {"outcomes", "store", "comparing", "tallies"},
    {"check", "verify", "render"},
    {"build", "prepare", "stability", "pool"},
    {"report_problems", "report_runs"},
    {"commands"},
    {"cli"},
]
ORDER = {name: level for level, names in enumerate(LAYERS) for name in names}


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__init__.py" or path.parent != PACKAGE]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_module_has_a_layer() -> None:
    assert {part(path) for path in modules()} - {"worker"} == set(ORDER)


def test_imports_point_down() -> None:
    wrong = []
    for path in modules():
        for name in imported(path) if part(path) != "worker" else ():
            pieces = name.split(".")
            if pieces[0] == "crosscheck" and len(pieces) > 1 and ORDER[pieces[1]] > ORDER[part(path)]:
                wrong.append(f"{path.name} imports {name}")
    assert wrong == []


def test_no_module_imports_a_framework() -> None:
    frameworks = {"torch", "tensorflow", "keras", "jax"}
    assert not {path.name for path in modules() if {n.split(".")[0] for n in imported(path)} & frameworks}


def test_the_worker_imports_the_standard_library_and_itself_only() -> None:
    files = sorted((PACKAGE / "worker").glob("*.py"))
    allowed = set(sys.stdlib_module_names) | {path.stem for path in files}
    for path in files:
        assert {name.split(".")[0] for name in imported(path)} <= allowed, path.name


def test_no_module_has_the_name_of_a_standard_one() -> None:
    top = {path.stem for path in PACKAGE.glob("*.py")}
    assert not top & set(sys.stdlib_module_names)


def test_files_stay_small() -> None:
    long = {path.name: n for path in modules() if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
