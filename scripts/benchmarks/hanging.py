"""Run very many scripts that hang, each in its own way, and count what is left of them afterwards.

Half come from the zoo of bad scripts of the tests; the rest start processes that try to outlive them. The peer is
pytest with pytest-timeout and two processes of xdist, on a sample, since much of what it starts stays.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Event

from crosscheck.lane import LaneLost
from crosscheck.lanes import Lanes
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.runner import Task, run_script
from crosscheck.scheduler import run_all
from peers import VERSIONS, peers_interpreter
from shared import ROOT, Row, digits, give, machine, marked, options

ZOO = ROOT / "tests" / "zoo"
FROM_ZOO = ("endless", "sleeps", "ignores_signals", "blocks_in_c", "chatters_for_ever")
DAEMON = """import os, subprocess, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(64):
            try:
                os.close(descriptor)
            except OSError:
                pass
        time.sleep(600)
    os._exit(0)
"""
ALSO = {
    "hangs_and_leaves_a_daemon": f"{DAEMON}time.sleep(600)\n",
    "hangs_with_a_program": "import subprocess\nsubprocess.run(['sleep', 'MARK'], env={}, start_new_session=True)\n",
    "hangs_with_children": "import os, time\n[os.fork() for _ in range(2)]\ntime.sleep(600)\n",
    "hangs_in_a_thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
    "hangs_at_its_end": "import atexit, time\natexit.register(time.sleep, 600)\n",
}


def texts(mark: str) -> dict[str, str]:
    """Return every hanging script by name; `mark` is how many seconds the programs that they start would sleep."""
    zoo = {name: (ZOO / f"{name}.py").read_text(encoding="utf-8") for name in FROM_ZOO}
    return zoo | {name: text.replace("MARK", mark) for name, text in ALSO.items()}


def contain(count: int, timeout: float, workers: int, mark: str) -> tuple[float, Counter[str], int, int]:
    """Run them; return the seconds, the outcomes, and how many processes were there still with the lanes and after."""
    scripts = list(texts(mark).items())

    def act(number: int) -> str:
        _, text = scripts[number % len(scripts)]
        try:
            with lanes.lend("zoo") as lane, lane.room.box({"in_x.py": text.encode()}, 60) as box:
                return run_script(lane, box, Task("in_x.py", (), timeout)).outcome.value
        except LaneLost:
            return "lane lost"

    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        tempfile.tempdir = name
        try:
            with Lanes(Path(sys.executable), Device.CPU, Level.LIMITS, {"zoo": ("json",)}) as lanes:
                start = time.perf_counter()
                outcomes = Counter(found for _, found in run_all(range(count), act, workers, Event()))
                seconds = time.perf_counter() - start
                parents = {parent.process.pid for parent in lanes.parents.values()}  # type: ignore[union-attr]
                during = len([pid for pid in _all_marked(name, mark) if pid not in parents]) - len(lanes.idle["zoo"])
        finally:
            tempfile.tempdir = None
        time.sleep(0.5)
        return seconds, outcomes, during, len(_all_marked(name, mark))


def _all_marked(folder: str, mark: str) -> set[int]:
    return {*marked(f"HOME={folder}"), *marked(f"sleep\0{mark}")}


def peer(count: int, timeout: float, mark: str) -> tuple[float, int]:
    """Run a sample as tests under pytest-timeout and xdist; return the seconds and how many processes were left."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        scripts = list(texts(mark).items())
        tests = ["import runpy"]
        for number in range(count):
            title, text = scripts[number % len(scripts)]
            (folder / f"{title}.py").write_text(text, encoding="utf-8")
            tests.append(
                f"def test_{number}():\n    runpy.run_path({str(folder / title)!r} + '.py', run_name='__main__')"
            )
        (folder / "test_hanging.py").write_text("\n".join(tests) + "\n", encoding="utf-8")
        command = [str(peers_interpreter()), "-m", "pytest", "-q", "-n", "2", "--tb=no", "-p", "no:cacheprovider"]
        command += [f"--timeout={timeout}", "--timeout-method=thread", "test_hanging.py"]
        variables = os.environ | {"HOME": name}
        start = time.perf_counter()
        limit = 60 + 20 * count * timeout
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with suppress(subprocess.TimeoutExpired):
            process.wait(limit)
        seconds = time.perf_counter() - start
        if process.poll() is None:
            process.kill()
            process.wait()
        left = _all_marked(name, mark)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return seconds, len(left)


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--count", int, 500, "how many scripts"),
        ("--timeout", float, 0.5, "seconds after which each is ended"),
        ("--workers", int, 4, "scripts at once"),
        ("--sample", int, 20, "how many the peer gets; 0: no peer"),
    )
    about = machine()
    count, sample = (20, 0) if chosen.quick else (chosen.count, chosen.sample)
    mark = str(600_000_000 + os.getpid())
    seconds, outcomes, during, after = contain(count, chosen.timeout, chosen.workers, mark)
    ideal = count * chosen.timeout / chosen.workers
    words = f"{seconds / ideal:.2f} times the least possible: {digits(seconds)} s against {digits(ideal)} s"
    kinds = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common())
    contained = outcomes[Outcome.TIMEOUT.value] == count
    left = f"{after} processes left; {during} while the lanes still stood; outcomes: {kinds}"
    many = f"{count} hanging scripts of {len(texts(mark))} kinds"
    what = f"{many}, ended after {chosen.timeout:g} s, {chosen.workers} at once"
    rows = [
        Row("P8", what, words, seconds <= 1.1 * ideal, "≤ 1.1×"),
        Row("P8", f"survivors of {count} hanging scripts", left, after == 0 and during == 0 and contained, "none"),
    ]
    if sample:
        theirs, survivors = peer(sample, chosen.timeout, mark)
        least = sample * chosen.timeout / 2
        words = f"{theirs / least:.1f} times the least possible: {digits(theirs)} s; {survivors} processes left"
        peers = f"pytest-timeout {VERSIONS['pytest-timeout']} and xdist {VERSIONS['pytest-xdist']}, `-n 2`"
        what = f"{sample} of them under {peers}"
        rows.append(Row("P8", what, words))
    give("hanging", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
