"""Run every benchmark in full, one after another; each prints its rows and keeps them.

It takes about an hour on two quiet processors. `--quick` runs the small versions; their numbers do not count.
`--table 1` runs nothing and writes docs/about/benchmarks.md from the results that stand in scripts/benchmarks/results/.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crosscheck.render.engine import environment
from shared import RESULTS, ROOT, file_of, options

BENCHMARKS = (
    "command_start",
    "thousand_claims",
    "broken_data",
    "overhead",
    "crossover",
    "memory",
    "cache_answers",
    "resume",
    "hanging",
    "on_a_card",
    "snippets_one_by_one",
    "snippets_against_peers",
    "long_snippets_against_peers",
    "engines",
    "comparison_page",
    "serve_edit",
    "lighthouse",
)
PAGE = ROOT / "docs" / "about" / "benchmarks.md"
TEMPLATE = Path(__file__).with_name("results.html")
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"


def whole(names: Sequence[str]) -> str:
    """Return the table of the results that are there, as HTML like the site's other tables."""
    files = [file_of(name, quick=False) for name in names]
    found = [_result(json.loads(file.read_text(encoding="utf-8"))) for file in files if file.exists()]
    return environment().from_string(TEMPLATE.read_text(encoding="utf-8")).render(results=found).strip() + "\n"


def _result(body: Mapping[str, Any]) -> dict[str, object]:
    about = body["machine"]
    memory = f"{about['memory_gib']} GB, " if about["memory_gib"] else ""
    words = f"{about['processors']} processors ({about['processor']}), {memory}{about['system']}, "
    words += f"CPython {about['python']}"
    return {"command": body["command"], "date": about["date"], "machine": words, "rows": body["rows"]}


def write_page() -> None:
    """Put the table of the committed results between the marks of the page."""
    others = sorted(path.stem for path in RESULTS.glob("*.json") if path.stem not in BENCHMARKS)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{PAGE} lacks the marks {BEGIN.strip()} and {END.strip()}")
    PAGE.write_text(f"{before}{BEGIN}\n{whole([*BENCHMARKS, *others])}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Run and say how it goes; each benchmark prints its rows."""
    chosen = options(
        __doc__,
        ("--only", str, "", "only benchmarks with this in their name"),
        ("--table", int, 0, "1: run nothing, write the table into docs/about/benchmarks.md"),
    )
    if chosen.table:
        write_page()
        return
    failed: list[str] = []
    names = [name for name in BENCHMARKS if chosen.only in name]
    for name in names:
        start = time.perf_counter()
        command = [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *(["--quick"] if chosen.quick else [])]
        done = subprocess.run(command, check=False)
        print(f"{name}: {time.perf_counter() - start:.0f} s, status {done.returncode}", file=sys.stderr, flush=True)
        failed += [name] if done.returncode else []
    sys.exit(f"these failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
