"""Every benchmark can be asked what it does; those that need no framework run in their small version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
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


def written(folder: Path, *dates: str) -> str:
    """Write a page from results like those of the benchmarks, one a date, and return it."""
    page, results = folder / "page.md", folder / "results"
    page.write_text("Before.\n\n<!-- results: begin -->\nold\n<!-- results: end -->\n\nAfter.\n", encoding="utf-8")
    results.mkdir()
    rows = [
        {"id": "P0", "what": "a `thing` <b>", "measured": "1 s", "met": False, "target": "< 0.5 s"},
        {"id": "P1", "what": "another", "measured": "2 s", "met": True, "target": "< 5 s"},
        {"id": "P2", "what": "a third", "measured": "3 s", "met": None, "target": ""},
    ]
    for number, date in enumerate(dates):
        machine = {"processor": f"P{number}", "processors": 2, "memory_gib": 24, "system": "Linux", "python": "3.11"}
        body = {"command": f"made{number}.py", "machine": machine | {"date": date}, "rows": rows}
        (results / f"made{number}.json").write_text(json.dumps(body), encoding="utf-8")
    program = (
        "import all, shared, sys\nfrom pathlib import Path\n"
        "all.PAGE = Path(sys.argv[1])\nall.RESULTS = shared.RESULTS = Path(sys.argv[2])\nall.write_page()\n"
    )
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(FOLDER), os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, "-c", program, str(page), str(results)], check=True, env=variables)
    return page.read_text(encoding="utf-8")


def test_the_table_stands_between_the_marks_and_takes_its_rows_from_the_results(tmp_path: Path) -> None:
    text = written(tmp_path, "2026-11-27")
    assert (text[:7], text[-7:], "old" in text) == ("Before.", "After.\n", False)
    assert "Machine: 2 processors (P0), 24 GB, Linux, CPython 3.11." in text
    cells = [[cell.text().strip() for cell in row.css("th, td")] for row in HTMLParser(text).css("tr")]
    assert cells == [
        ["What", "Measured", "Target", "Result"],
        ["made0.py 2026-11-27"],
        ["P0 a thing <b>", "1 s", "< 0.5 s", "missed"],
        ["P1 another", "2 s", "< 5 s", "met"],
        ["P2 a third", "3 s", "none", ""],
    ]
    assert "a <code>thing</code> &lt;b&gt;" in text


def test_the_table_can_be_scrolled_by_keyboard_and_is_one_block_of_html(tmp_path: Path) -> None:
    text = written(tmp_path, "2026-11-27")
    (region,) = HTMLParser(text).css("div.cc > div.cc-scroll")
    assert region.attributes["tabindex"] == "0"
    assert (region.attributes["role"], region.attributes["aria-label"]) == ("region", "Results of the benchmarks")
    assert "\n\n" not in text.partition('<div class="cc">')[2].rpartition("</div>")[0]


def test_each_command_names_its_machine_when_there_were_several(tmp_path: Path) -> None:
    text = written(tmp_path, "2026-11-27", "2026-11-28")
    assert "Machine:" not in text
    headings = [one.text() for one in HTMLParser(text).css("th[scope=rowgroup]")]
    assert headings == [f"made{n}.py 2026-11-{27 + n}, 2 processors (P{n}), 24 GB, Linux, CPython 3.11" for n in (0, 1)]


def test_the_page_shows_the_results_that_are_kept() -> None:
    page = (ROOT / "docs" / "about" / "benchmarks.md").read_text(encoding="utf-8")
    shown = [[cell.text() for cell in row.css("td")][:1] for row in HTMLParser(page).css("tr:has(td)")]
    kept = [json.loads(path.read_text(encoding="utf-8"))["rows"] for path in (FOLDER / "results").glob("*.json")]
    assert sorted(shown) == sorted([row["measured"].replace("`", "")] for rows in kept for row in rows)
