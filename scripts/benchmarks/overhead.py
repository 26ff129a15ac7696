"""Measure what the verifier adds to a script, beyond forking a process and the script's own work.

For each framework's parent and each level: the seconds of a whole job (a lane lent, its folder made, the script run,
what it left read, the folder removed), less the script's own seconds as it measured them, less a bare fork and reap by
a process that has imported the same. The peer is a new interpreter for each script.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from crosscheck.lanes import Lanes
from crosscheck.load import load
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.runner import Task, run_script
from crosscheck.sandbox import WORKER, strict_is_to_be_had
from peers import current_interpreter
from shared import QUIET, ROOT, Row, digits, give, machine, options, spread

SCRIPT = """import time
start = time.perf_counter()
{work}
spent = time.perf_counter() - start
"""
WORK = {
    "pytorch": "import torch\nx = torch.ones(3).sum().item()",
    "tensorflow": "import tensorflow as tf\nx = float(tf.reduce_sum(tf.ones(3)))",
    "numpy": "import numpy\nx = float(numpy.ones(3).sum())",
}
BARE = """import gc, os, sys, time
sys.path.insert(0, {worker!r})
import guard, lane
guard.import_all({modules!r})
gc.collect(); gc.freeze(); lane.adopt_orphans()
for _ in range({repeats}):
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print(time.perf_counter() - start)
"""
ALLOWED = {Level.OFF: 10.0, Level.LIMITS: 10.0, Level.STRICT: 25.0}
"""Milliseconds."""


def bare_forks(interpreter: Path, modules: Sequence[str], repeats: int) -> list[float]:
    """Return the seconds of forking and reaping a process that has imported the modules."""
    text = BARE.format(worker=str(WORKER), modules=list(modules), repeats=repeats)
    done = subprocess.run([interpreter, "-c", text], capture_output=True, text=True, check=True, env=os.environ | QUIET)
    return [float(line) for line in done.stdout.splitlines() if line[:1].isdigit()]


def jobs(lanes: Lanes, framework: str, repeats: int) -> list[tuple[float, float]]:
    """Return the seconds of each job and those that its script measured."""
    found = []
    text = SCRIPT.format(work=WORK[framework]).encode()
    for turn in range(repeats + 2):
        start = time.perf_counter()
        with lanes.lend(framework) as lane, lane.room.box({"in_x.py": text}, 60) as box:
            ended = run_script(lane, box, Task("in_x.py", ("spent", "x"), 60))
        seconds = time.perf_counter() - start
        if ended.outcome is not Outcome.PASS or ended.record is None or ended.record["error"]:
            raise SystemExit(f"the script did not pass: {ended}")
        if turn > 1:  # the first of all starts the parent
            found.append((seconds, float(ended.record["values"]["spent"]["value"])))
    return found


def fresh(interpreter: Path, framework: str, repeats: int) -> float:
    """Return the median seconds of the script in a new interpreter: what a peer without lanes pays."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        text = SCRIPT.format(work=WORK[framework])
        subprocess.run([interpreter, "-c", text], check=True, capture_output=True, env=os.environ | QUIET)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def rows_of(interpreter: Path, framework: str, modules: Sequence[str], repeats: int) -> list[Row]:
    """Measure one framework at every level that is to be had here."""
    alone = fresh(interpreter, framework, 1 if repeats < 20 else 5)
    levels = [level for level in Level if level is not Level.STRICT or strict_is_to_be_had()]
    forks: list[float] = []
    added: dict[Level, list[float]] = {level: [] for level in levels}
    whole: dict[Level, list[float]] = {level: [] for level in levels}
    open_lanes = {level: Lanes(interpreter, Device.CPU, level, {framework: modules}) for level in levels}
    try:
        for _ in range(3):  # in turns, so that a busy moment of the machine burdens all
            forks += bare_forks(interpreter, modules, max(5, repeats // 3))
            fork = statistics.median(forks)
            for level, lanes in open_lanes.items():
                found = jobs(lanes, framework, max(3, repeats // 3))
                added[level] += [1000 * (seconds - own - fork) for seconds, own in found]
                whole[level] += [1000 * seconds for seconds, _ in found]
    finally:
        for lanes in open_lanes.values():
            lanes.__exit__()
    found_rows = []
    for level in levels:
        middle, allowed = spread(added[level]), ALLOWED[level]
        words = f"{middle} ms; the whole job {digits(statistics.median(whole[level]))} ms"
        words += f", a bare fork {digits(1000 * fork)} ms, a new interpreter {digits(1000 * alone)} ms"
        what = f"added to a {framework} script at level {level}, beyond forking and its own work"
        details = {"milliseconds": [round(ms, 3) for ms in added[level]]}
        found_rows.append(Row("P7", what, words, middle.high <= allowed, f"≤ {allowed:g} ms", details))
    return found_rows


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__, ("--repeats", int, 60, "jobs of each framework and level"), ("--numpy", int, 0, "1: NumPy alone")
    )
    about = machine()
    repeats = 9 if chosen.quick else chosen.repeats
    if chosen.numpy:
        rows = rows_of(Path(sys.executable), "numpy", ("numpy",), repeats)
    else:
        interpreter = current_interpreter()
        frameworks = [framework for framework in load(ROOT).knowledge.frameworks if framework.preload]
        rows = [row for f in frameworks for row in rows_of(interpreter, f.id, f.preload, repeats)]
    give("overhead", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
