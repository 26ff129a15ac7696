"""A third framework comes with one data file and one script a pair; no Python of ours changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from crosscheck.build import DOCS, build
from crosscheck.problems import WARNING
from support import TODAY, checked, copy_minisite, edit, prove

GAMMA = """frameworks:
- id: gamma
  name: Gamma
  short: G
  package: numpy
  first_release: "2020"
  about: The third framework.
  sources: [alpha-manual]
  coverage: growing
"""
SCRIPT = '"""Add two numbers."""\n\nimport numpy as np\n\ntotal = np.sum([2.0, 3.0])\n\nprint("gamma:", total)\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    (root / "data/frameworks/gamma.yml").write_text(GAMMA, encoding="utf-8")
    (root / "snippets/basics/sum-of-two/in_gamma.py").write_text(SCRIPT, encoding="utf-8")
    prove(root)
    return root


def page(root: Path, name: str) -> str:
    build(root, TODAY)
    return (root / DOCS / name).read_text(encoding="utf-8")


def test_gaps_are_warnings_while_it_grows(root: Path) -> None:
    found = checked(root)
    assert found.errors == []
    assert [p.rule for p in found.problems if p.level == WARNING] == ["cell-gap", "cell-gap"]


def test_gaps_are_errors_once_it_is_complete(root: Path) -> None:
    edit(root, "data/frameworks/gamma.yml", "coverage: growing", "coverage: full")
    assert [p.rule for p in checked(root).errors] == ["cell-missing", "cell-missing"]


def test_its_script_runs_and_is_compared(root: Path) -> None:
    run = checked(root).ledger.of("sum-of-two", "here")
    assert run is not None
    assert run.snippets["gamma"].output == "gamma: 5.0\n"
    assert "alpha and gamma: " in next(c.detail for c in run.checks if c.id == "same-sum")


def test_tables_decisions_and_pages_have_its_column(root: Path) -> None:
    assert '<th scope="col">Gamma</th>' in page(root, "compare/at-a-glance/index.md")
    assert "not answered yet" in page(root, "compare/at-a-glance/index.md")
    assert "Gamma 0" in page(root, "decide/which/index.md")
    assert 'id="side-gamma"' in page(root, "pairs/sum-of-two/index.md")
    assert "gamma: 5.0" in page(root, "notebooks/sum-of-two.ipynb")


def test_a_cell_of_its_own_fills_the_gap(root: Path) -> None:
    cells = 'beta: {mark: full, word: "Yes", since: "1.0", claims: [sums-agree]}'
    edit(
        root,
        "data/comparisons/at-a-glance.yml",
        cells,
        f"{cells}\n      gamma: {{mark: full, word: Too, claims: [sums-agree]}}",
    )
    edit(root, "data/claims/basics.yml", "frameworks: [alpha, beta]", "frameworks: [alpha, beta, gamma]")
    assert checked(root).errors == []
    assert "<span>Too</span>" in page(root, "compare/at-a-glance/index.md")


def test_a_weight_for_it_moves_the_tally(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "frameworks: [beta]", "frameworks: [beta, gamma]")
    edit(root, "data/claims/basics.yml", "favours: {framework: beta,", "favours: {framework: gamma,")
    edit(root, "data/decisions/which.yml", "{for: beta, weight: 1,", "{for: gamma, weight: 3,")
    assert checked(root).errors == []
    build(root, TODAY)
    data = json.loads((root / DOCS / "api/v1/decisions.json").read_text(encoding="utf-8"))
    assert data["decisions"][0]["scenarios"][1]["tally"]["points"] == {"alpha": 2, "beta": 0, "gamma": 3}
