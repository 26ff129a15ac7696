"""Run one framework's snippets one after another, with the verifier from cold and with nbclient as notebooks.

Nbclient starts a kernel for each notebook and they share nothing, so a sample of them tells how long all take. It runs
in a process that has imported it already, which ours has not.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

from peers import VERSIONS, peers_interpreter
from shared import QUIET, Row, Spread, bootstrap, digits, give, machine, options
from work import SHORT, Snippet, ours, work

DRIVERS = Path(__file__).parent / "peer_drivers.py"


def serial(id_: str, framework: str, snippets: int, sample: int, rounds: int, target: float) -> Row:
    """Run one framework's snippets one after another; of nbclient's, which do not share a thing, only a sample."""
    with work(snippets, framework, SHORT) as given:
        step = max(1, snippets // sample)
        chosen = given.snippets[step - 1 :: step]
        mine: list[float] = []
        theirs: list[float] = []
        verdicts: dict[str, bool] = {}
        ours(given.site, "-j", "1")
        with _nbclient() as process:
            for number, one in enumerate(chosen):
                if number % max(1, len(chosen) // rounds) == 0:
                    seconds, us = ours(given.site, "-j", "1")
                    mine.append(seconds)
                answer = _ask(process, one)
                theirs.append(float(answer["seconds"]))
                verdicts[one.name] = bool(answer["raised"])
        quotient = _scaled(mine, theirs, snippets)
        wrong = [name for name, raised in us.items() if raised != (name in given.raising)]
        wrong += [name for name, raised in verdicts.items() if raised != (name in given.raising)]
    whole = statistics.mean(theirs) * snippets
    words = f"{quotient} times as fast: {digits(statistics.median(mine))} s against {digits(whole)} s"
    words += f", from {len(theirs)} notebooks; " + (f"{len(wrong)} verdicts differ" if wrong else "verdicts equal")
    what = f"{snippets} short {framework} snippets ({SHORT:g} s and less), one after another, cold, against nbclient"
    what += f" {VERSIONS['nbclient']}"
    return Row(
        id_, what, words, quotient.low >= target and not wrong, f"≥ {target:g}×", {"ours": mine, "theirs": theirs}
    )


def _scaled(mine: Sequence[float], theirs: Sequence[float], snippets: int) -> Spread:
    return bootstrap(lambda drawn: statistics.mean(drawn[1]) * snippets / statistics.median(drawn[0]), [mine, theirs])


def _nbclient() -> subprocess.Popen[str]:
    command = [str(peers_interpreter()), str(DRIVERS), "nbclient"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | QUIET)


def _ask(process: subprocess.Popen[str], one: Snippet) -> dict[str, float | bool]:
    assert process.stdin and process.stdout
    process.stdin.write(f"{one.notebook}\n")
    process.stdin.flush()
    while not (line := process.stdout.readline()).startswith("{"):
        if not line:
            raise SystemExit("nbclient's process ended")
    answer: dict[str, float | bool] = json.loads(line)
    return answer


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--snippets", int, 50, "how many of each framework"),
        ("--sample", int, 16, "how many notebooks nbclient runs of each framework"),
        ("--rounds", int, 4, "how often ours is run between them"),
    )
    about = machine()
    n, sample, rounds = (4, 2, 1) if chosen.quick else (chosen.snippets, chosen.sample, chosen.rounds)
    rows = [
        serial("P1", "pytorch", n, sample, rounds, 25),
        serial("P2", "tensorflow", n, sample, rounds, 12),
    ]
    give("snippets_one_by_one", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
