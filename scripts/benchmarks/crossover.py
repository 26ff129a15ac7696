"""Find from how many scripts of a framework importing it beforehand beats starting each script in a new process."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from crosscheck.headstart import FEW
from crosscheck.lanes import Lanes
from crosscheck.load import load
from crosscheck.model.vocabulary import Device, Level
from crosscheck.runner import Task, run_script
from crosscheck.scheduler import run_all, usable_cpus
from overhead import WORK
from peers import current_interpreter
from shared import ROOT, Row, digits, give, in_turns, machine, options, ratio

Frameworks = dict[str, Sequence[str]]


def seconds(interpreter: Path, frameworks: Frameworks, count: int, preload: bool) -> float:
    """Return how long so many scripts of each framework take on all processors, lanes opened and closed included."""
    jobs = [(framework, number) for number in range(count) for framework in frameworks]

    def act(job: tuple[str, int]) -> None:
        text = f"{WORK[job[0]]}\n".encode()
        with lanes.lend(job[0]) as lane, lane.room.box({"in_x.py": text}, 120) as box:
            ended = run_script(lane, box, Task("in_x.py", (), 120))
        if ended.record is None or ended.record["error"]:
            raise SystemExit(f"the script did not pass: {ended}")

    start = time.perf_counter()
    with Lanes(interpreter, Device.CPU, Level.LIMITS, frameworks if preload else {}) as lanes:
        for _ in run_all(jobs, act, usable_cpus(), Event()):
            pass
    return time.perf_counter() - start


def measure(interpreter: Path, title: str, frameworks: Frameworks, most: int, repeats: int) -> Row:
    """Return the smallest number from which importing beforehand is the faster, with the ratio at each number."""
    ratios = {}
    for count in range(1, most + 1):
        found = in_turns(
            {
                "preloaded": lambda: seconds(interpreter, frameworks, count, True),  # noqa: B023
                "fresh": lambda: seconds(interpreter, frameworks, count, False),  # noqa: B023
            },
            repeats,
        )
        ratios[count] = ratio(found["preloaded"], found["fresh"])
    better = [n for n in ratios if all(ratios[m].middle > 1 for m in ratios if m >= n)]
    each = ", ".join(f"{count}: {digits(found.middle)}" for count, found in ratios.items())
    words = f"from {better[0]} on" if better else f"not up to {most}"
    what = f"importing {title} beforehand beats new processes (the verifier does it from {FEW + 1} on)"
    return Row(
        "crossover",
        what,
        f"{words}; times as fast at {each}",
        None,
        "",
        {"ratios": {n: str(r) for n, r in ratios.items()}},
    )


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--most", int, 5, "scripts of a framework, at most"),
        ("--repeats", int, 3, "runs of each"),
        ("--numpy", int, 0, "1: NumPy alone"),
    )
    about = machine()
    most, repeats = (2, 1) if chosen.quick else (chosen.most, chosen.repeats)
    works: dict[str, Frameworks] = {"numpy": {"numpy": ("numpy",)}}
    interpreter = Path(sys.executable)
    if not chosen.numpy:
        known: Frameworks = {f.id: f.preload for f in load(ROOT).knowledge.frameworks if f.preload}
        works = {name: {name: modules} for name, modules in known.items()} | {"both frameworks": known}
        interpreter = current_interpreter()
    rows = [measure(interpreter, title, frameworks, most, repeats) for title, frameworks in works.items()]
    give("crossover", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
