"""Measure what the verifier adds to a script, beyond forking a process and the script's own work.

For each framework's parent and each level: the seconds of a whole job (a lane lent, its folder made, the script run,
what it left read, the folder removed), less those that a process which has imported the same, with as large pages,
takes to fork a child that does the same work and leaves at once, and to reap it. Of both the work's own seconds, as it
measured them, are taken off first, since they vary most; ending a process that has used a framework is slower than
ending one that has not, whoever started it. The peer is a new interpreter for each script.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from crosscheck.lane import LARGE_PAGES
from crosscheck.lanes import Lanes
from crosscheck.load import load
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.runner import Task, run_script
from crosscheck.sandbox import WORKER, strict_is_to_be_had
from peers import current_interpreter
from shared import QUIET, ROOT, Row, bootstrap, digits, give, machine, options

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
gc.disable(); guard.import_all(*{modules!r}); gc.freeze(); gc.enable()
lane.adopt_orphans()
work = compile({script!r}, "work", "exec")
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        exec(work)
        os.write(theirs, repr(spent).encode())
        os._exit(0)
    os.waitpid(child, 0)
    seconds = time.perf_counter() - start
    print(seconds - float(os.read(ours, 99)), flush=True)
    os.close(ours); os.close(theirs)
"""
ALLOWED = {Level.OFF: 10.0, Level.LIMITS: 10.0, Level.STRICT: 25.0}
"""Milliseconds."""
ROW = 5
"""So many measurements of a side count before the next side's turn."""


@contextmanager
def bare_forks(interpreter: Path, framework: str, modules: Sequence[str]) -> Iterator[Callable[[], float]]:
    """Give what forks a process that has imported the modules, and ends the child: the seconds, its work left out."""
    script = SCRIPT.format(work=WORK[framework])
    text = BARE.format(worker=str(WORKER), modules=list(modules), script=script)
    with subprocess.Popen(
        [interpreter, "-c", text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | QUIET | LARGE_PAGES,
    ) as process:
        assert process.stdin and process.stdout
        asked, told = process.stdin, process.stdout

        def one() -> float:
            asked.write("\n")
            asked.flush()
            return float(told.readline())

        while told.readline() != "ready\n":
            pass
        yield one
        asked.close()


def job(lanes: Lanes, framework: str) -> float:
    """Return the seconds of a job, its script's work left out."""
    text = SCRIPT.format(work=WORK[framework]).encode()
    start = time.perf_counter()
    with lanes.lend(framework) as lane, lane.room.box({"in_x.py": text}, 60) as box:
        ended = run_script(lane, box, Task("in_x.py", ("spent", "x"), 60))
    seconds = time.perf_counter() - start
    if ended.outcome is not Outcome.PASS or ended.record is None or ended.record["error"]:
        raise SystemExit(f"the script did not pass: {ended}")
    return seconds - float(ended.record["values"]["spent"]["value"])


def fresh(interpreter: Path, framework: str, repeats: int) -> float:
    """Return the median seconds of the script in a new interpreter: what a peer without lanes pays."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        text = SCRIPT.format(work=WORK[framework])
        subprocess.run([interpreter, "-c", text], check=True, capture_output=True, env=os.environ | QUIET)
        found.append(time.perf_counter() - start)
    return median(found)


def rows_of(interpreter: Path, framework: str, modules: Sequence[str], repeats: int) -> list[Row]:
    """Measure one framework at every level that is to be had here."""
    alone = fresh(interpreter, framework, 1 if repeats < 20 else 5)
    levels = [level for level in Level if level is not Level.STRICT or strict_is_to_be_had()]
    with ExitStack() as stack:
        sides = {"bare": stack.enter_context(bare_forks(interpreter, framework, modules))}
        for level in levels:
            lanes = stack.enter_context(Lanes(interpreter, Device.CPU, level, {framework: modules}))
            sides[level] = partial(job, lanes, framework)
        found = _in_turns(sides, repeats)
    rows = []
    for level in levels:
        added = bootstrap(lambda drawn: median(drawn[0]) - median(drawn[1]), [found[level], found["bare"]])
        words = f"{added} ms; the whole job but for its work {digits(median(found[level]))} ms"
        words += f", a bare fork {digits(median(found['bare']))} ms, a new interpreter {digits(1000 * alone)} ms"
        what = f"added to a {framework} script at level {level}, beyond forking and its own work"
        details = {name: [round(ms, 3) for ms in found[name]] for name in (level, "bare")}
        rows.append(Row("P7", what, words, added.high <= ALLOWED[level], f"≤ {ALLOWED[level]:g} ms", details))
    return rows


def _in_turns(sides: Mapping[str, Callable[[], float]], repeats: int) -> dict[str, list[float]]:
    """Return the milliseconds of each side, a few in a row, another side first in each turn.

    Of a row the first two are left out: they find the processor's caches full of another process.
    """
    names = list(sides)
    found: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(max(1, repeats // ROW)):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            found[name] += [1000 * sides[name]() for _ in range(ROW + 2)][2:]
    return found


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
