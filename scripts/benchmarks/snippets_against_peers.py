"""Run the same real snippets with the verifier and with its peers, from cold, and compare how long they take.

The snippets are our own, repeated with small changes; a few raise on purpose, and every side must say so of these and
of no other. Those that run a compiler or start interpreters themselves are left out: they measure that everywhere.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from peers import VERSIONS, current_interpreter, peers_interpreter
from shared import QUIET, Row, digits, give, in_turns, machine, options, spread, timed
from work import SHORT, Snippet, Work, every_verdict, ours, work

Verdicts = Mapping[str, bool]
DRIVERS = Path(__file__).parent / "peer_drivers.py"
SHARED_PROCESS = ("sphinx-gallery", "pytest-examples", "markdown-exec")
"""These run many snippets in one process, so one can spoil the next; they are compared, not beaten."""
FOLDERS = re.compile(r"/[^\s'\":]*/")
"""Where a file stands on this machine is of no interest to others."""
EACH = 'cd "$1" && "$0" in_*.py > output 2>&1; echo $? > status'


@dataclass(frozen=True)
class Peer:
    """What is run, what it is called in the table, and how many times as fast we want to be."""

    id: str
    title: str
    run: Callable[[Work], tuple[float, Verdicts]]
    target: float


def xargs(given: Work) -> tuple[float, Verdicts]:
    """Run each script in a new process, two at a time: what a careful person would write."""
    folders = "".join(f"{one.folder}\n" for one in given.snippets)
    command = ["xargs", "-P2", "-n1", "sh", "-c", EACH, str(current_interpreter())]
    with TemporaryDirectory() as name:
        listed = Path(name) / "list"
        listed.write_text(folders, encoding="utf-8")
        seconds = timed([*command[:1], "-a", str(listed), *command[1:]], QUIET)
    return seconds, {one.name: (one.folder / "status").read_text().strip() != "0" for one in given.snippets}


def nbmake(given: Work) -> tuple[float, Verdicts]:
    """Run the notebooks with pytest, nbmake and two processes of xdist."""
    with TemporaryDirectory() as name:
        report = Path(name) / "report.xml"
        words = ["-m", "pytest", "--nbmake", "-n", "2", "-q", "--tb=no", "-p", "no:cacheprovider"]
        words.append(f"--junitxml={report}")
        notebooks = [str(one.notebook) for one in given.snippets]
        seconds = timed([str(peers_interpreter()), *words, *notebooks], QUIET, cwd=given.site.parent, sound=(0, 1))
        cases = list(ElementTree.parse(report).iter("testcase"))
    found = {}
    for case in cases:
        place = f"{case.get('classname')} {case.get('name')}"
        one = next(one for one in given.snippets if one.folder.name in place)
        found[one.name] = case.find("failure") is not None or case.find("error") is not None
    return seconds, found


def driven(peer: str) -> Callable[[Work], tuple[float, Verdicts]]:
    """Return how to run a peer through its driver."""

    def run(given: Work) -> tuple[float, Verdicts]:
        with TemporaryDirectory() as name:
            answer, manifest = Path(name) / "answer", Path(name) / "manifest"
            manifest.write_text(json.dumps([_item(one) for one in given.snippets]), encoding="utf-8")
            words = [str(peers_interpreter()), str(DRIVERS), peer, str(manifest), name]
            seconds = timed(["sh", "-c", 'exec "$@" > "$0"', str(answer), *words], QUIET)
            found: dict[str, bool] = json.loads(answer.read_text(encoding="utf-8").splitlines()[-1])
        return seconds, found

    return run


def _item(one: Snippet) -> dict[str, str]:
    return {"name": one.name, "script": str(one.script), "notebook": str(one.notebook)}


PEERS = (
    Peer("hard-10", f"`pytest --nbmake -n 2` {VERSIONS['nbmake']} (on two processors also P3's `-n auto`)", nbmake, 10),
    Peer("hard-8", "`xargs -P2 python`", xargs, 8),
    Peer("P3", f"jupyter-cache {VERSIONS['jupyter-cache']}, `local-parallel`", driven("jupyter-cache"), 8),
    Peer("P3", f"sphinx-gallery {VERSIONS['sphinx-gallery']}, `parallel`", driven("sphinx-gallery"), 1 / 1.5),
    Peer("P3", f"pytest-examples {VERSIONS['pytest-examples']}, `-n 2`", driven("pytest-examples"), 1 / 1.5),
    Peer("P3", f"markdown-exec {VERSIONS['markdown-exec']}", driven("markdown-exec"), 1 / 1.5),
)


class Broken(Exception):
    """A peer did not come to its end, as one that runs both frameworks in one process may not; its last words."""


def mixed(snippets: int, rounds: int, chosen: Sequence[Peer], most: float) -> list[Row]:
    """Run half PyTorch, half TensorFlow on all processors, with every peer in turn; the slow ones take most of it.

    `most` is how many seconds of its own work a snippet has at most, by its recorded run.
    """
    verdicts: dict[str, Verdicts] = {}
    kind = "mixed snippets of any length" if math.isinf(most) else f"mixed snippets of {most:g} s and less"
    with work(snippets // 2, seconds=most) as given:

        def side(name: str, run: Callable[[Work], tuple[float, Verdicts]]) -> Callable[[], float]:
            def once() -> float:
                try:
                    seconds, verdicts[name] = run(given)
                except SystemExit as ended:
                    if name == "ours":
                        raise
                    raise Broken(str(ended)) from None
                return seconds

            return once

        us = side("ours", lambda work: ours(work.site))
        us()  # the first brings every file into the memory of the machine; it does not count
        sides = {peer.title: side(peer.title, peer.run) for peer in chosen}
        rows = []
        for peer in chosen:
            what = f"{snippets} {kind}, cold, against {peer.title}"
            what += "" if peer.target > 1 else ", which does not keep snippets apart"
            try:
                both = in_turns({"ours": us, peer.title: sides[peer.title]}, rounds)
            except Broken as words:
                rows.append(
                    Row(peer.id, what, "it broke in their midst", details={"its words": FOLDERS.sub("", str(words))})
                )
                continue
            rows.append(_row(peer, what, both, verdicts, given))
        return [*rows, _guard(given, snippets)]


def _guard(given: Work, snippets: int) -> Row:
    """Run all once more in fresh processes; a speed-up that changes one verdict is a failure."""
    fast, fresh = every_verdict(given.site), every_verdict(given.site, "--fresh")
    differing = [key for key in fast.keys() | fresh.keys() if fast.get(key) != fresh.get(key)]
    words = f"{len(differing)} of {len(fresh)} verdicts on scripts and checks differ"
    what = f"the same {snippets} snippets with `--fresh`, a new process each"
    return Row("guard", what, words, not differing and bool(fresh), "none differ", {"differing": differing})


def _row(
    peer: Peer, what: str, found: Mapping[str, Sequence[float]], verdicts: Mapping[str, Verdicts], given: Work
) -> Row:
    turns = zip(found["ours"], found[peer.title], strict=True)
    quotient = spread([theirs / ours for ours, theirs in turns])  # minutes pass between turns, and the machine drifts
    wrong = [one.name for one in given.snippets if verdicts["ours"].get(one.name) != (one.name in given.raising)]
    theirs = verdicts[peer.title]
    other = [one.name for one in given.snippets if theirs.get(one.name) != (one.name in given.raising)]
    equal = (
        "verdicts equal" if not wrong + other else f"{len(wrong)} verdicts of ours and {len(other)} of theirs differ"
    )
    mine, other_side = (statistics.median(found[name]) for name in ("ours", peer.title))
    words = f"{quotient} times as fast: {digits(mine)} s against {digits(other_side)} s; {equal}"
    details = {
        "ours": list(found["ours"]),
        "theirs": list(found[peer.title]),
        "ours_wrong": wrong,
        "theirs_wrong": other,
    }
    met = quotient.low >= peer.target and not wrong
    return Row(peer.id, what, words, met, f"≥ {peer.target:.2g}×", details)


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--snippets", int, 100, "how many snippets"),
        ("--rounds", int, 2, "how often each side is run in turn"),
        ("--only", str, "", "only peers with this in their name"),
    )
    about = machine()
    n, rounds = (8, 1) if chosen.quick else (chosen.snippets, chosen.rounds)
    peers = [peer for peer in PEERS if chosen.only in peer.title]
    give("snippets_against_peers", mixed(n, rounds, peers, SHORT), chosen.quick, about)


if __name__ == "__main__":
    main()
