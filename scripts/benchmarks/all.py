"""Run every benchmark in full, one after another, and print the rows of the table in docs/about/benchmarks.md.

It takes about twenty minutes on two quiet processors. `--quick` runs the small versions; their numbers do not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from shared import RESULTS, machine, options

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
    "snippets_one_by_one",
    "snippets_against_peers",
    "engines",
    "serve_edit",
    "lighthouse",
)
MARKS = {True: "", False: " **missed**"}


def table(name: str, quick: bool) -> list[str]:
    """Return a benchmark's rows as Markdown."""
    path = RESULTS / f"{name}{'-quick' if quick else ''}.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    found = []
    for row in body["rows"]:
        target = row["target"] + (MARKS[row["met"]] if row["met"] is not None else "")
        found.append(
            f"| {row['id']} | {row['what']} | {row['measured']} | {target} | `{body['command']}` |".replace("||", "| |")
        )
    return found


def main() -> None:
    """Run, say how it goes, and print the table."""
    chosen = options(__doc__, ("--only", str, "", "only benchmarks with this in their name"))
    about = machine()
    lines: list[str] = []
    failed: list[str] = []
    for name in BENCHMARKS:
        if chosen.only not in name:
            continue
        start = time.perf_counter()
        command = [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *(["--quick"] if chosen.quick else [])]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        print(f"{name}: {time.perf_counter() - start:.0f} s, status {done.returncode}", file=sys.stderr, flush=True)
        if done.returncode:
            failed.append(name)
        else:
            lines += table(name, chosen.quick)
    memory = f"{about['memory_gib']} GB, " if about["memory_gib"] else ""
    print(f"Machine: {about['processors']} processors ({about['processor']}), {memory}{about['system']}, ", end="")
    print(f"CPython {about['python']}, {about['date']}; load when it began: {about['load_before']}.\n")
    print("| id | what | measured | target | command |\n|---|---|---|---|---|")
    print("\n".join(lines))
    sys.exit(f"these failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
