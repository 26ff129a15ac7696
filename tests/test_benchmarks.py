"""Every benchmark can be asked what it does; those that need no framework run in their small version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

FOLDER = ROOT / "scripts" / "benchmarks"
LIBRARIES = {"shared", "peers", "work", "peer_drivers", "served"}
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in LIBRARIES)
QUICK = {
    "broken_data": (),
    "hanging": (),
    "overhead": ("--numpy", "1"),
    "resume": (),
    "thousand_claims": (),
}
"""Those that take a few seconds and need nothing but our own environment."""


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(FOLDER / f"{name}.py"), *arguments]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("name", NAMES)
def test_help_says_what_is_measured(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert "--quick" in done.stdout


@pytest.mark.parametrize("name", sorted(QUICK))
def test_the_small_version_gives_rows(name: str) -> None:
    done = run(name, "--quick", *QUICK[name])
    assert done.returncode == 0, done.stderr
    rows = json.loads((ROOT / "build" / "benchmarks" / f"{name}-quick.json").read_text(encoding="utf-8"))["rows"]
    assert len(done.stdout.splitlines()) == len(rows) > 0
    assert all(row["measured"] and row["id"] for row in rows)


def test_all_runs_every_benchmark() -> None:
    text = (FOLDER / "all.py").read_text(encoding="utf-8")
    assert [name for name in NAMES if name != "all" and f'"{name}",' not in text] == []


def test_the_spread_of_a_ratio_holds_the_ratio() -> None:
    program = "from shared import ratio; r = ratio([1.0, 1.1, 0.9], [10.0, 11.0, 9.0]); print(r.low <= r.middle <= r.high, r.middle)"
    variables = os.environ | {"PYTHONPATH": str(FOLDER)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=variables)
    assert done.stdout.split() == ["True", "10.0"]


def test_no_benchmark_is_long() -> None:
    assert [p.name for p in Path(FOLDER).glob("*.py") if len(p.read_text(encoding="utf-8").splitlines()) >= 200] == []


def test_the_table_stands_between_the_marks_and_takes_its_rows_from_the_results(tmp_path: Path) -> None:
    page, results = tmp_path / "page.md", tmp_path / "results"
    page.write_text("Before.\n\n<!-- results: begin -->\nold\n<!-- results: end -->\n\nAfter.\n", encoding="utf-8")
    results.mkdir()
    machine = {
        "processor": "P",
        "processors": 2,
        "memory_gib": 24,
        "system": "Linux",
        "python": "3.11",
        "date": "2026-11-27",
    }
    row = {"id": "P0", "what": "a thing", "measured": "1 s", "met": False, "target": "< 0.5 s"}
    body = {"command": "resume.py", "machine": machine, "rows": [row]}
    (results / "resume.json").write_text(json.dumps(body), encoding="utf-8")
    program = (
        "import all, shared, sys\nfrom pathlib import Path\n"
        "all.PAGE = Path(sys.argv[1])\nall.RESULTS = shared.RESULTS = Path(sys.argv[2])\nall.write_page()\n"
    )
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(FOLDER), os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, "-c", program, str(page), str(results)], check=True, env=variables)
    text = page.read_text(encoding="utf-8")
    assert "| P0 | a thing | 1 s | < 0.5 s **missed** | `resume.py` |" in text
    assert "Machine: 2 processors (P), 24 GB, Linux, CPython 3.11, 2026-11-27." in text
    assert (text[:7], text[-7:], "old" in text) == ("Before.", "After.\n", False)
