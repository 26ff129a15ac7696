"""Measure the memory of eight lanes of each framework, each amid a script, against eight separate processes.

Counted is the proportional set size: a page that several processes share counts for each by its share.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from crosscheck.lanes import Lanes
from crosscheck.load import load
from crosscheck.model.vocabulary import Device, Level
from crosscheck.runner import Task, run_script
from overhead import WORK
from peers import current_interpreter
from shared import QUIET, ROOT, Row, give, in_turns, machine, marked, options, ratio

WAITS = "import pathlib, time\n{work}\npathlib.Path({mark!r} + str(time.time_ns())).touch()\ntime.sleep(300)\n"


def mebibytes(processes: Sequence[int]) -> float:
    """Return the proportional set size of processes together."""
    total = 0
    for pid in processes:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def wait_for(folder: Path, count: int) -> None:
    """Wait until so many scripts have done their work. Raises SystemExit when they do not."""
    for _ in range(3000):
        if len(list(folder.glob("here-*"))) >= count:
            return
        time.sleep(0.1)
    raise SystemExit("the scripts did not come so far")


def of_lanes(interpreter: Path, framework: str, modules: Sequence[str], count: int) -> float:
    """Return the mebibytes of a parent, its lanes and their scripts."""
    halt = Event()
    with TemporaryDirectory(prefix="benchmark-") as name:
        text = WAITS.format(work=WORK[framework], mark=f"{name}/here-").encode()

        def job(lanes: Lanes) -> None:
            with lanes.lend(framework) as lane, lane.room.box({"in_x.py": text}, 300) as box:
                run_script(lane, box, Task("in_x.py", (), 300), halt)

        with (
            Lanes(interpreter, Device.CPU, Level.LIMITS, {framework: modules}) as lanes,
            ThreadPoolExecutor(count) as pool,
        ):
            running = [pool.submit(job, lanes) for _ in range(count)]
            wait_for(Path(name), count)
            parent = lanes.parents[framework]
            found = mebibytes(marked(f"HOME={parent.room.folder}"))  # type: ignore[union-attr]
            halt.set()
            for one in running:
                one.result()
    return found


def of_processes(interpreter: Path, framework: str, count: int) -> float:
    """Return the mebibytes of separate interpreters that do the same."""
    with TemporaryDirectory(prefix="benchmark-") as name:
        script = Path(name) / "script.py"
        script.write_text(WAITS.format(work=WORK[framework], mark=f"{name}/here-"), encoding="utf-8")
        started = []
        try:
            for _ in range(count):
                started.append(
                    subprocess.Popen([interpreter, script], env=os.environ | QUIET, stderr=subprocess.DEVNULL)
                )
            wait_for(Path(name), count)
            return mebibytes([process.pid for process in started])
        finally:
            for process in started:
                process.kill()
                process.wait()


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--count", int, 8, "lanes and processes"), ("--numpy", int, 0, "1: NumPy alone"))
    about = machine()
    count = 3 if chosen.quick else chosen.count
    work = [(f.id, f.preload) for f in load(ROOT).knowledge.frameworks if f.preload]
    interpreter = Path(sys.executable) if chosen.numpy else current_interpreter()
    rows = []
    for framework, modules in [("numpy", ("numpy",))] if chosen.numpy else work:
        found = in_turns(
            {
                "lanes": lambda: of_lanes(interpreter, framework, modules, count),  # noqa: B023
                "processes": lambda: of_processes(interpreter, framework, count),  # noqa: B023
            },
            1 if chosen.quick else 3,
        )
        share = ratio(found["processes"], [100 * mebibytes for mebibytes in found["lanes"]])
        lanes, processes = (statistics.median(found[name]) for name in ("lanes", "processes"))
        words = f"{share} %; {lanes:.0f} MiB against {processes:.0f} MiB"
        what = f"memory of {count} {framework} scripts at work, parent included, of that of {count} separate processes"
        rows.append(Row("P17", what, words, share.high <= 40, "≤ 40 %", found))
    give("memory", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
