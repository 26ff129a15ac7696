"""What every benchmark shares: timing A and B in turns, the ratio and its spread, rows as JSON and as one line each."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from crosscheck.scheduler import usable_cpus

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "scripts" / "benchmarks" / "results"
"""Results in full stand in the repository; the table of docs/about/benchmarks.md is written from them."""
QUICK_RESULTS = ROOT / "build" / "benchmarks"
CROSSCHECK = str(Path(sys.executable).parent / "crosscheck")
RESAMPLES = 2000
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # who uses a program has its bytecode, ours and the peers'
QUIET = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTHONHASHSEED": "0",
}
"""What the verifier sets for its scripts, set for every peer too: both sides work under the same conditions."""


@dataclass(frozen=True)
class Spread:
    """A number and its 95 % interval over so many repeats."""

    middle: float
    low: float
    high: float
    repeats: int

    def __str__(self) -> str:
        """Return it as the table shows it."""
        if self.repeats < 2:
            return f"{digits(self.middle)}, once"
        return f"{digits(self.middle)}; {digits(self.low)} to {digits(self.high)} over {self.repeats}"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what came out, and whether the target is met, if there is one."""

    id: str
    what: str
    measured: str
    met: bool | None = None
    target: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def digits(number: float) -> str:
    """Write a number with about three digits that count."""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.1f}" if abs(number) >= 10 else f"{number:.2g}"


def spread(values: Sequence[float]) -> Spread:
    """Return the median with its 95 % interval by bootstrap."""
    return bootstrap(lambda sample: statistics.median(sample[0]), [values])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return how many times as long theirs took: the quotient of the medians, with its 95 % interval by bootstrap."""
    return bootstrap(lambda sample: statistics.median(sample[1]) / statistics.median(sample[0]), [ours, theirs])


def bootstrap(measure: Callable[[Sequence[Sequence[float]]], float], samples: Sequence[Sequence[float]]) -> Spread:
    """Return a measure of samples and the interval in which it lies when each is drawn again from itself."""
    draw = random.Random(0)
    found = sorted(measure([draw.choices(sample, k=len(sample)) for sample in samples]) for _ in range(RESAMPLES))
    low, high = found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES) - 1]
    return Spread(measure(samples), low, high, min(len(sample) for sample in samples))


def in_turns(sides: Mapping[str, Callable[[], T]], repeats: int) -> dict[str, list[T]]:
    """Call each side in turn, so that a busy moment of the machine burdens all; the order turns round each time."""
    found: dict[str, list[T]] = {name: [] for name in sides}
    for turn in range(repeats):
        for name in list(sides) if turn % 2 == 0 else reversed(list(sides)):
            found[name].append(sides[name]())
    return found


def timed(
    command: Sequence[str], extra: Mapping[str, str] | None = None, cwd: Path | None = None, sound: Sequence[int] = (0,)
) -> float:
    """Return the wall-clock seconds of a command. One that ends otherwise than expected stops the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | (extra or {}), cwd=cwd)
    seconds = time.perf_counter() - start
    if done.returncode not in sound:
        raise SystemExit(
            f"{' '.join(command[:6])} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return seconds


def machine() -> dict[str, object]:
    """Say what the numbers were measured on."""
    names = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line.split() for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processor": names[0].partition(":")[2].strip() if names else platform.machine(),
        "processors": usable_cpus(),
        "memory_gib": round(int(memory[0][1]) / 2**20) if memory else None,
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        "date": date.today().isoformat(),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def options(about: str | None, *more: tuple[str, type, object, str]) -> argparse.Namespace:
    """Read the command line: `--quick`, and what else the benchmark takes."""
    words = (about or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=words[0], epilog=words[2])
    parser.add_argument("--quick", action="store_true", help="a small version, to see that it works")
    for name, kind, default, text in more:
        parser.add_argument(name, type=kind, default=default, help=f"{text} (default: {default})")
    return parser.parse_args()


def file_of(name: str, quick: bool) -> Path:
    """Return where the rows of a benchmark are kept."""
    return QUICK_RESULTS / f"{name}-quick.json" if quick else RESULTS / f"{name}.json"


def give(name: str, rows: Sequence[Row], quick: bool, about: Mapping[str, object]) -> None:
    """Print a line for each row and keep them all; a quick version is kept apart, since its numbers do not count."""
    kept = file_of(name, quick)
    kept.parent.mkdir(parents=True, exist_ok=True)
    body = {"command": f"{name}.py", "quick": quick, "machine": about, "rows": [asdict(row) for row in rows]}
    kept.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        mark = {True: "met", False: "MISSED", None: ""}[row.met]
        print(f"{row.id}: {row.what}: {row.measured}" + (f" [{row.target}: {mark}]" if row.target else ""))


def marked(mark: str) -> list[int]:
    """Return the processes that bear a mark in their command or in the variables that they were started with."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
            alive = (path / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (OSError, subprocess.SubprocessError):
            continue
        if mark.encode() in words and alive and int(path.name) != os.getpid():
            found.append(int(path.name))
    return found
