"""Lighthouse's four scores of five kinds of page, in Chromium against the finished site, compressed, on loopback.

It simulates a slow telephone, and a busy machine makes the page look slower: the median of several runs counts. Needs
`make site` and `make web` before it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

from served import CHROMIUM, served
from shared import ROOT, Row, give, machine, options, spread

PAGES = {
    "home": "",
    "a comparison": "compare/deployment/",
    "a pair": "pairs/same-padding-stride-2/",
    "claims": "claims/migration/",
    "the wizard": "decide/business-variables/",
}
SCORES = ("performance", "accessibility", "best-practices", "seo")
PROGRAM = ROOT / "tests" / "web" / "node_modules" / "lighthouse" / "cli" / "index.js"
ENOUGH = 95


def report(address: str) -> dict[str, Any]:
    """Return what Lighthouse says of an address."""
    command = ["node", str(PROGRAM), address, "--output=json", "--quiet", "--no-enable-error-reporting"]
    flags = ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    environment = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run([*command, *flags], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"lighthouse ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def row(name: str, reports: list[dict[str, Any]]) -> Row:
    """Return the line of one page."""
    found = {
        score: spread([100 * report["categories"][score]["score"] for report in reports]).middle for score in SCORES
    }
    weight = reports[0]["audits"]["total-byte-weight"]["numericValue"] / 1000
    words = ", ".join(f"{score} {middle:.0f}" for score, middle in found.items())
    met = all(middle >= ENOUGH for middle in found.values())
    words += f"; median of {len(reports)}; {weight:.0f} kB"
    return Row("P14", f"Lighthouse on {name}", words, met, f"≥ {ENOUGH} each", {"scores": found})


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--repeats", int, 5, "of each page"))
    site = ROOT / "site"
    missing = [name for name, there in {"node": shutil.which("node"), "chromium": CHROMIUM}.items() if not there]
    if missing or not PROGRAM.is_file() or not (site / "index.html").is_file():
        raise SystemExit("needs Node.js, Chromium, `make site` and `make web`")
    about = machine()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
    with served(site) as base:
        for _ in range(1 if chosen.quick else chosen.repeats):
            for name, address in PAGES.items():
                found[name].append(report(base + address))
    give("lighthouse", [row(name, reports) for name, reports in found.items()], chosen.quick, about)


if __name__ == "__main__":
    main()
