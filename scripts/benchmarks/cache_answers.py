"""Ask for snippets of which nothing changed, of which one framework was upgraded, and of which one was edited.

The results of all are put into a cache first. P4: how soon 1,000 are answered from it, and how long the whole command
takes, against jupyter-cache on as many notebooks. P5: an upgrade of one framework runs its half again and nothing
else. P6: the whole command after one edit, against nbmake on that one notebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from crosscheck.jobs import Job, Place, inputs
from crosscheck.ledger import Ledger
from crosscheck.load import load
from crosscheck.model.pairs import Pair
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.prepare import place_of
from crosscheck.runner import Ended
from crosscheck.scheduler import usable_cpus
from crosscheck.store import Cache, Kept
from crosscheck.verify import How, Memory, now, read_files, stamp, verify
from peers import VERSIONS, current_interpreter, peers_interpreter
from shared import CROSSCHECK, QUIET, Row, digits, give, in_turns, machine, options, ratio, spread, timed
from work import cold, copy_data, write_notebook

FRAMEWORKS = ("pytorch", "tensorflow")
PAIR = """title: Number {n}
question: Which number is it?
symptom: number {n}
topic: training
devices: [cpu]
checks:
- {{id: same, states: Both hold the number., kind: equal, of: value, value: {n}}}
"""
EDITED = {
    "pytorch": "import torch\n\nvalue = {n} + 0 * torch.ones(3).sum().item()\n# {edit}\n",
    "tensorflow": "import tensorflow as tf\n\nvalue = {n} + 0 * float(tf.reduce_sum(tf.ones(3)))\n# {edit}\n",
}
ALLOWED = {"pytorch": 3.0, "tensorflow": 6.0}


def make(folder: Path, pairs: int) -> Path:
    """Make a site of small pairs, each like no other."""
    site = folder / "site"
    copy_data(site)
    for number in range(pairs):
        pair = site / f"snippets/training/number-{number}"
        pair.mkdir(parents=True)
        (pair / "pair.yml").write_text(PAIR.format(n=number), encoding="utf-8")
        for framework in FRAMEWORKS:
            text = f'"""The number of {framework}."""\n\nvalue = {number}\nprint("{framework}:", value)\n'
            (pair / f"in_{framework}.py").write_text(text, encoding="utf-8")
    return site


@contextmanager
def filled(pairs: int) -> Iterator[tuple[Path, tuple[Pair, ...], Place, Cache, Mapping[str, str]]]:
    """Give a site with a cache that knows all of it, where the command line looks for one too."""
    with TemporaryDirectory(prefix="benchmark-") as name, cold() as variables:
        site = make(Path(name), pairs)
        knowledge = load(site).knowledge
        environment = knowledge.default_environment
        assert environment is not None
        place = place_of(knowledge, environment, Device.CPU, Level.LIMITS, print)
        cache = Cache(Path(variables["CROSSCHECK_CACHE"]) / "results", print)
        for number, pair in ((int(pair.id.rpartition("-")[2]), pair) for pair in knowledge.pairs):
            value = {"value": {"kind": "number", "value": str(number)}}
            record: dict[str, object] = {"error": None, "warnings": [], "values": value, "unreadable": {}}
            record["on_card"] = False
            for framework in FRAMEWORKS:
                ended = Ended(Outcome.PASS, None, 0.1, f"{framework}: {number}\n", record)
                cache.put(inputs(Job(pair, framework, read_files(site, pair)), place), Kept(ended, stamp(now())))
        yield site, knowledge.pairs, place, cache, variables


def answer(site: Path, pairs: tuple[Pair, ...], place: Place, cache: Cache) -> tuple[float, Counter[tuple[str, str]]]:
    """Verify without recording; return the seconds, and how many scripts of each framework were known or started."""
    told: Counter[tuple[str, str]] = Counter()
    how = How(usable_cpus(), confirm=False)
    start = perf_counter()
    runs = [
        one.run
        for one in verify(
            site, pairs, place, how, Memory(Ledger({}), cache), tell=lambda j, s: told.update([(j.framework, s)])
        )
    ]
    seconds = perf_counter() - start
    if len(runs) != len(pairs) or not all(run.passed for run in runs):
        raise SystemExit("not every pair held")
    return seconds, told


def unchanged(pairs: int, repeats: int, with_peer: bool) -> list[Row]:
    """Measure P4, and P5 on the same site."""
    with filled(pairs) as (site, known, place, cache, variables), TemporaryDirectory(prefix="benchmark-") as name:
        command = [CROSSCHECK, "--root", str(site), "verify", "--no-record"]
        sides = {"answers": lambda: answer(site, known, place, cache)[0], "command": lambda: timed(command, variables)}
        if with_peer:
            sides["jcache"] = _jupyter_cache(Path(name), 2 * pairs)
        found = in_turns(sides, repeats)
        answers, whole = spread(found["answers"]), spread(found["command"])
        n = 2 * pairs
        rows = [
            Row(
                "P4", f"{n:,} unchanged snippets answered from the cache", f"{answers} s", answers.high < 0.5, "< 0.5 s"
            ),
            Row("P4", f"the whole command on them, start-up, reading and judging {pairs} pairs included", f"{whole} s"),
        ]
        if with_peer:
            quotient = ratio(found["command"], found["jcache"])
            peer = f"`jcache project execute` {VERSIONS['jupyter-cache']}"
            what = f"the whole command against {peer}, {n:,} unchanged notebooks"
            words = f"{quotient} times as fast; {digits(spread(found['jcache']).middle)} s"
            rows.append(Row("P4", what, words, quotient.low >= 3, "≥ 3×"))
        return [*rows, _upgraded(site, known, place, cache)]


def _upgraded(site: Path, known: tuple[Pair, ...], place: Place, cache: Cache) -> Row:
    package = place.packages["pytorch"]
    after = replace(place, builds={**place.builds, package: "another build"})
    seconds, told = answer(site, known, after, cache)
    wanted = {("tensorflow", "known"): len(known), ("pytorch", "started"): len(known), ("pytorch", "ended"): len(known)}
    again = [f"{told[name, 'started']} of {len(known)} {name}" for name in FRAMEWORKS]
    words = f"{' and '.join(again)} snippets ran again, in {digits(seconds)} s"
    words += f"; stale results served: {told['pytorch', 'known']}"
    return Row("P5", "after an upgrade of PyTorch alone", words, dict(told) == wanted, "exactly its half")


def _jupyter_cache(folder: Path, count: int) -> Callable[[], float]:
    """Make a project whose notebooks jupyter-cache all knows; return what times its answer."""
    for number in range(count):
        write_notebook(folder / f"n{number}.ipynb", f"value = {number}\n")
    driver = str(Path(__file__).parent / "peer_drivers.py")
    subprocess.run([peers_interpreter(), driver, "known", os.devnull, str(folder)], check=True, capture_output=True)
    command = [str(peers_interpreter().parent / "jcache"), "project", "-p", str(folder / "cache"), "execute"]
    return lambda: timed(command, QUIET)


def edited(framework: str, pairs: int, repeats: int, with_peer: bool) -> Row:
    """Measure P6 for one framework."""
    edits = iter(range(1000))
    with filled(pairs) as (site, *_, variables), TemporaryDirectory(prefix="benchmark-") as name:
        script = site / f"snippets/training/number-1/in_{framework}.py"
        notebook = Path(name) / "test.ipynb"

        def us() -> float:
            script.write_text(EDITED[framework].format(n=1, edit=next(edits)), encoding="utf-8")
            return timed([CROSSCHECK, "--root", str(site), "verify", "--no-record"], variables)

        def them() -> float:
            write_notebook(notebook, EDITED[framework].format(n=1, edit=next(edits)))
            return timed(
                [str(peers_interpreter()), "-m", "pytest", "--nbmake", "-q", str(notebook)], QUIET, cwd=Path(name)
            )

        def bare() -> float:
            return timed([str(current_interpreter()), str(script)], QUIET)

        us()  # the verification before the edit
        found = in_turns({"us": us, "bare": bare} | ({"them": them} if with_peer else {}), repeats)
    middle = spread(found["us"])
    words, met, target = f"{middle} s", middle.high < ALLOWED[framework], f"< {ALLOWED[framework]:g} s"
    words += f", of which {digits(spread(found['bare']).middle)} s is what Python alone takes for the script"
    if with_peer:
        quotient = ratio(found["us"], found["them"])
        words += f"; {quotient} times as fast as nbmake {VERSIONS['nbmake']} on that one notebook"
        words += f"; the script alone would be {digits(ratio(found['bare'], found['them']).middle)} times as fast"
        met, target = met and quotient.low >= 2, f"{target}, ≥ 2×"
    return Row("P6", f"the whole command after an edit of one {framework} snippet of {2 * pairs:,}", words, met, target)


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__, ("--snippets", int, 1000, "how many"), ("--repeats", int, 5, "of each, and twice as many of P6")
    )
    about = machine()
    pairs, repeats = (10, 1) if chosen.quick else (chosen.snippets // 2, chosen.repeats)
    rows = unchanged(pairs, repeats, not chosen.quick)
    rows += [edited(framework, pairs, 2 * repeats, not chosen.quick) for framework in FRAMEWORKS]
    give("cache_answers", rows, chosen.quick, about)
    sys.exit(any(row.id == "P5" and not row.met for row in rows))


if __name__ == "__main__":
    main()
