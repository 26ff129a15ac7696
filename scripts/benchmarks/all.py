"""Run every benchmark in full, one after another, and print the rows of the table in docs/about/benchmarks.md.

It takes about half an hour on two quiet processors. `--quick` runs the small versions; their numbers do not count.
`--table 1` runs nothing and writes the table from the results that stand in scripts/benchmarks/results/.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

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
    "engines",
    "comparison_page",
    "serve_edit",
    "lighthouse",
)
PAGE = ROOT / "docs" / "about" / "benchmarks.md"
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"
MARKS = {True: "", False: " **missed**"}


def table(name: str, quick: bool) -> list[str]:
    """Return a benchmark's rows as Markdown."""
    body = json.loads(file_of(name, quick).read_text(encoding="utf-8"))
    found = []
    for row in body["rows"]:
        target = row["target"] + (MARKS[row["met"]] if row["met"] is not None else "")
        found.append(
            f"| {row['id']} | {row['what']} | {row['measured']} | {target} | `{body['command']}` |".replace("||", "| |")
        )
    return found


def whole(names: Sequence[str], quick: bool) -> str:
    """Return the machines and the table of the results that are there."""
    there = [name for name in names if file_of(name, quick).exists()]
    bodies = [json.loads(file_of(name, quick).read_text(encoding="utf-8")) for name in there]
    machines = dict.fromkeys(_machine(body["machine"]) for body in bodies)
    lines = [*(f"Machine: {words}.\n" for words in machines), "| id | what | measured | target | command |"]
    return "\n".join([*lines, "|---|---|---|---|---|", *(row for name in there for row in table(name, quick))]) + "\n"


def _machine(about: Mapping[str, object]) -> str:
    memory = f"{about['memory_gib']} GB, " if about["memory_gib"] else ""
    words = f"{about['processors']} processors ({about['processor']}), {memory}{about['system']}, "
    return f"{words}CPython {about['python']}, {about['date']}"


def write_page() -> None:
    """Put the table of the committed results between the marks of the page."""
    others = sorted(path.stem for path in RESULTS.glob("*.json") if path.stem not in BENCHMARKS)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{PAGE} lacks the marks {BEGIN.strip()} and {END.strip()}")
    PAGE.write_text(f"{before}{BEGIN}\n{whole([*BENCHMARKS, *others], False)}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Run, say how it goes, and print the table."""
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
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        print(f"{name}: {time.perf_counter() - start:.0f} s, status {done.returncode}", file=sys.stderr, flush=True)
        failed += [name] if done.returncode else []
    print(whole(names, chosen.quick), end="")
    sys.exit(f"these failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
