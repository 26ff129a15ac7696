"""What generating costs beside rendering, and the engines against each other, on the checkout's own pages, in turns.

Generating means from an empty folder: load, judge, compute standings, write every page. Pictures, coloured scripts and
schemas come from their cache, as in every build but the first. `crosscheck build` does it while MkDocs reads its
settings, so what it adds is told as the time of the whole beside that of MkDocs alone. Generated claims, whose files
are read for the first time, show how cost and memory grow.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from crosscheck.commands.build import ENGINES, SETTINGS, WRITTEN
from shared import CROSSCHECK, ROOT, Row, Spread, digits, give, in_turns, machine, options, ratio, spread
from thousand_claims import make
from work import cold

COPIED = ("data", "snippets", "docs", "scripts/crosscheck/render/theme", "scripts/mkdocs_hook.py", "mkdocs.yml")
CACHES = ("build/pictures", ".cache")
QUIETLY = {WRITTEN: "1", "NO_MKDOCS_2_WARNING": "1"}
SOUND = (0, 1)  # 1 says that a generated claim is contradicted or has no run
SHARE = 0.2
FASTER = 2.0
MEMORY_MIB = 2048
STEEPER = 1.2
"""How much more a claim may cost among 10,000 than among 1,000."""


def copy_checkout(folder: Path) -> Path:
    """Copy what a build reads, so that the checkout is left alone."""
    for name in (*COPIED, *(name for name in CACHES if (ROOT / name).is_dir())):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    return folder


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    seconds: float
    processor: float
    peak_mib: float


def cost(command: Sequence[str], root: Path, settings: Mapping[str, str] | None = None) -> Cost:
    """Run a command. Processor seconds are told beside those of the clock: other work lengthens them least."""
    start = time.perf_counter()
    env = os.environ | QUIETLY | (settings or {})
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=root)
    _, status, usage = os.wait4(running.pid, 0)
    if os.waitstatus_to_exitcode(status) not in SOUND:
        raise SystemExit(f"{' '.join(command[-6:])} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def generated(root: Path, settings: Mapping[str, str] | None = None) -> Cost:
    """Write every page from nothing."""
    shutil.rmtree(root / "build" / "docs", ignore_errors=True)
    return cost([CROSSCHECK, "--root", str(root), "build", "--pages-only"], root, settings)


def unread(root: Path) -> Cost:
    """Write every page from data that were never read before."""
    with cold() as variables:
        return generated(root, variables)


def built(root: Path) -> Cost:
    """Write every page from nothing and render them, as people do."""
    shutil.rmtree(root / "build" / "docs", ignore_errors=True)
    shutil.rmtree(root / "site", ignore_errors=True)
    return cost([CROSSCHECK, "--root", str(root), "build"], root)


def rendered(root: Path, engine: str) -> Cost:
    """Render the finished pages from nothing."""
    shutil.rmtree(root / "site", ignore_errors=True)
    return cost([sys.executable, "-m", engine, *ENGINES[engine]], root, SETTINGS.get(engine))


def engines(repeats: int) -> list[Row]:
    """Measure generating and the three engines."""
    with TemporaryDirectory() as name:
        root = copy_checkout(Path(name))
        generated(root)
        rendered(root, "mkdocs")  # fills the cache of drawn notebooks
        both = in_turns({"build": lambda: built(root), "mkdocs": lambda: rendered(root, "mkdocs")}, repeats)
        sides = {"generate": lambda: generated(root)}
        sides |= {engine: lambda engine=engine: rendered(root, engine) for engine in ENGINES}
        found = in_turns(sides, (repeats + 1) // 2)
    seconds = {name: [cost.seconds for cost in costs] for name, costs in found.items()}
    whole, faster = _added(both), ratio(seconds["zensical"], seconds["mkdocs"])
    added = Spread(100 * (whole.middle - 1), 100 * (whole.low - 1), 100 * (whole.high - 1), whole.repeats)
    words = f"{added} %: {digits(statistics.median(cost.seconds for cost in both['build']))} s in all"
    rows = [
        Row("P13", "what writing every page adds to MkDocs' time for them", words, whole.high <= 1 + SHARE, "≤ 20 %"),
        Row("P13", "writing every page, by itself", f"{spread(seconds['generate'])} s"),
    ]
    for engine in ENGINES:
        rows.append(Row("P13", f"{engine} {version(engine)} on the same pages", f"{spread(seconds[engine])} s"))
    words = f"{faster} times as fast"
    return [*rows, Row("P13", "zensical, cold, against mkdocs", words, faster.low >= FASTER, f"≥ {FASTER:.0f}×")]


def _added(both: Mapping[str, Sequence[Cost]]) -> Spread:
    """Return how many times as long a build takes as MkDocs in the same turn, since both drift with the machine."""
    turns = [ours.seconds / theirs.seconds for ours, theirs in zip(both["build"], both["mkdocs"], strict=True)]
    return spread(turns)


def growth(sizes: Sequence[int], repeats: int) -> list[Row]:
    """Measure writing the pages of so many generated claims; a site without them tells what is not theirs."""
    with TemporaryDirectory() as name:
        roots = {size: make(Path(name) / str(size), size) for size in (0, *sizes)}
        for root in roots.values():
            generated(root)  # fills the cache of pictures
        found = in_turns({str(size): lambda size=size: unread(roots[size]) for size in roots}, repeats)
    bare = spread([cost.processor for cost in found["0"]]).middle
    rows, each = [], {}
    for size in sizes:
        own = spread([cost.processor - bare for cost in found[str(size)]])
        each[size] = own.middle / size
        peak = max(cost.peak_mib for cost in found[str(size)])
        met, target = (own.high < 1, "< 1 s") if size == 1000 else (peak < MEMORY_MIB, "< 2 GiB")
        words = f"{own} s of a processor beside start-up; {digits(peak)} MiB at the peak"
        rows.append(Row("P12", f"writing the pages of {size:,} generated claims", words, met, target))
    steeper = each[sizes[-1]] / each[sizes[0]]
    words = f"a claim costs {digits(steeper)} times as much among {sizes[-1]:,} as among {sizes[0]:,}"
    return [*rows, Row("P12", "growth", words, steeper <= STEEPER, f"≤ {STEEPER}")]


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--repeats", int, 12, "of each"))
    about = machine()
    rows = (
        growth([100, 1000], 1)
        if chosen.quick
        else growth([1000, 10_000], chosen.repeats // 2) + engines(chosen.repeats)
    )
    give("engines", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
