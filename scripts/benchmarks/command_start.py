"""Measure how soon the command line answers, against the command lines of two peers, in turns."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from crosscheck.load import load
from peers import VERSIONS, peers_interpreter
from shared import CROSSCHECK, ROOT, Row, give, in_turns, machine, options, ratio, spread, timed


def started(*command: str) -> Callable[[], float]:
    """Return a call that runs a command and returns its milliseconds."""
    return lambda: 1000 * timed(command)


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--repeats", int, 20, "starts of each command"))
    about = machine()
    claim = load(ROOT).knowledge.claims[0].id
    sides = {
        "help": started(CROSSCHECK, "--help"),
        "show": started(CROSSCHECK, "--root", str(ROOT), "show", claim),
        "python": started(sys.executable, "-c", "pass"),
    }
    if not chosen.quick:
        sides["jcache"] = started(str(peers_interpreter().parent / "jcache"), "--help")
    sides["mkdocs"] = started(str(Path(sys.executable).parent / "mkdocs"), "--help")
    found = in_turns(sides, 3 if chosen.quick else chosen.repeats)
    bare = f"{statistics.median(found['python']):.0f} ms of it Python itself"
    rows = []
    for name, words, allowed in (("help", "`crosscheck --help`", 120), ("show", "`crosscheck show ID`", 250)):
        middle = spread(found[name])
        met = middle.high <= allowed
        rows.append(Row("P15", words, f"{middle} ms, {bare}", met, f"≤ {allowed} ms", {"milliseconds": found[name]}))
    versions = {"jcache": VERSIONS["jupyter-cache"], "mkdocs": VERSIONS["mkdocs"]}
    for peer in ("jcache", "mkdocs"):
        if peer in found:
            words = f"{ratio(found['help'], found[peer])} times as fast"
            rows.append(Row("P15", f"`crosscheck --help` against `{peer} --help` {versions[peer]}", words))
    give("command_start", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
