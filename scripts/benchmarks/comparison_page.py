"""Measure the matrix of 1,000 rows in Chromium: its size as sent, its first sort, and a keystroke in its filter.

Each sample is a page of its own, loaded anew. A sort and a keystroke end when the page is laid out again.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from served import CHROMIUM, FLAGS, served
from shared import CROSSCHECK, ROOT, Row, give, machine, options, spread, timed

WORDS = (
    "browser",
    "phone",
    "server",
    "tensor",
    "gradient",
    "padding",
    "shape",
    "layer",
    "graph",
    "kernel",
    "batch",
    "seed",
)
SORT = """() => {
  const button = document.querySelector('#matrix th:nth-child(2) .cc-sort');
  const start = performance.now();
  button.click();
  document.body.offsetHeight;
  return performance.now() - start;
}"""
KEY = """(text) => {
  const field = document.querySelector('.cc-filter input[name=q]');
  const start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - start;
}"""


def make(root: Path, count: int) -> None:
    """Give the small site tables of `count` rows, with the real settings and theme."""
    shutil.copytree(ROOT / "tests" / "minisite", root)
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    theme = (ROOT / "scripts/crosscheck/render/theme").as_posix()
    text = text.replace("custom_dir: scripts/crosscheck/render/theme", f"custom_dir: {theme}")
    (root / "mkdocs.yml").write_text(text.replace("strict: true", "strict: false"), encoding="utf-8")
    (root / "scripts").mkdir()
    shutil.copyfile(ROOT / "scripts/mkdocs_hook.py", root / "scripts/mkdocs_hook.py")
    rows = [_row(number) for number in range(count)]
    for start in range(0, count, 250):
        some = rows[start : start + 250]
        table = {"id": f"made-{start}", "title": "Made", "about": "Made.", "topic": "basics", "rows": some}
        file = root / f"data/comparisons/made-{start}.yml"
        file.write_text(json.dumps({"comparisons": [table]}), encoding="utf-8")


def _row(number: int) -> dict[str, Any]:
    words = [WORDS[(number * step) % len(WORDS)] for step in (1, 7, 11, 13)]
    marks = ("full", "partial", "none", "info")
    cells = {
        framework: {
            "mark": marks[(number + place) % 4],
            "word": f"{words[place]} with {words[place + 2]}, {number}",
            "since": f"2.{number % 20}",
            "claims": [("sums-agree", "alpha-keeps-type")[place == 0 and number % 3 == 0]],
        }
        for place, framework in enumerate(("alpha", "beta"))
    }
    return {"id": f"row-{number}", "criterion": f"{words[0]} and {words[1]} number {number}", "cells": cells}


def samples(address: str, repeats: int) -> tuple[list[float], list[float], set[str]]:
    """Return milliseconds of a first sort and of each keystroke, and the hosts that were asked for anything."""
    from playwright.sync_api import sync_playwright

    sorts, keys, asked = [], [], set()
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(repeats):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.on("request", lambda request: asked.add(request.url.split("/")[2]))
            page.goto(address)
            sorts.append(page.evaluate(SORT))
            page.reload()
            page.wait_for_selector("form.cc-filter:visible")
            keys += [page.evaluate(KEY, text) for text in ("b", "br", "bro", "brow", "bro", "br", "b", "")]
            page.close()
        browser.close()
    return sorts, keys, asked


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--rows", int, 1000, "how many"), ("--repeats", int, 10, "pages"))
    about = machine()
    if CHROMIUM is None:
        sys.exit("Chromium is not on this machine")
    count = 100 if chosen.quick else chosen.rows
    with tempfile.TemporaryDirectory() as name:
        root, site = Path(name) / "made", Path(name) / "site"
        make(root, count)
        timed([CROSSCHECK, "--root", str(root), "build", "--pages-only"], sound=(0, 1))
        built = timed([sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)], cwd=root)
        size = len(gzip.compress((site / "compare/index.html").read_bytes(), 6)) / 1000
        with served(site) as base:
            sorts, keys, asked = samples(base + "compare/", 2 if chosen.quick else chosen.repeats)
            host = base.split("/")[2]
    sort, key = spread(sorts), spread(keys)
    found = [
        ("compressed", f"{size:.0f} kB", size <= 300, "≤ 300 kB"),
        ("first sort", f"{sort} ms", sort.high < 50, "< 50 ms"),
        ("a keystroke in the filter", f"{key} ms", key.high < 16, "< 16 ms"),
        ("hosts asked besides its own", str(len(asked - {host})), asked <= {host}, "0"),
    ]
    judged = count == 1000
    rows = [
        Row("P14", f"matrix of {count:,} rows, {what}", measured, met if judged else None, target if judged else "")
        for what, measured, met, target in found
    ]
    rows.append(Row("P14", f"matrix of {count:,} rows, MkDocs builds the small site around it", f"{built:.1f} s"))
    give("comparison_page", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
