"""Kill a verification at random moments, start it again, and count which scripts ran twice.

The site has pairs whose scripts write down that they were started. Peers start from zero.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from crosscheck.environments import folder_of
from crosscheck.load import load
from shared import CROSSCHECK, ROOT, Row, digits, give, machine, options, timed

SCRIPT = """\"\"\"Say that it was started, work a little, leave a number. {name}\"\"\"

import time

with open({log!r}, "a") as stream:
    stream.write("{name}\\n")
time.sleep(0.05)
total = {total}
"""


def make(folder: Path, pairs: int) -> Path:
    """Make a site of so many pairs, and an environment whose interpreter is this one."""
    root = folder / "site"
    shutil.copytree(ROOT / "tests" / "minisite", root)
    (root / "data/environments/here.txt").write_text(f"numpy=={np.__version__}\n", encoding="utf-8")
    shutil.rmtree(root / "data/claims")
    model = root / "snippets/basics/sum-of-two"
    description = (model / "pair.yml").read_text(encoding="utf-8").partition("- id: alpha-type")[0]
    for number in range(pairs):
        pair = model.with_name(f"sum-{number}")
        pair.mkdir()
        (pair / "pair.yml").write_text(description, encoding="utf-8")
        for framework, total in (("alpha", "5.0"), ("beta", "2.5 + 2.5")):
            text = SCRIPT.format(name=f"{pair.name}/{framework}", log=str(folder / "log"), total=total)
            (pair / f"in_{framework}.py").write_text(text, encoding="utf-8")
    shutil.rmtree(model)
    knowledge = load(root).knowledge
    os.environ["CROSSCHECK_CACHE"] = str(folder / "cache")
    built = folder_of(knowledge.environments[0], knowledge.pins["here"])
    (built / "bin").mkdir(parents=True)
    (built / "bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (built / "bin/python").chmod(0o755)
    (built / "complete.json").write_text("{}", encoding="utf-8")
    return root


def forget(folder: Path) -> None:
    """Remove everything that a verification left."""
    for name in ("results", "journals", "locks"):
        shutil.rmtree(folder / "cache" / name, ignore_errors=True)
    shutil.rmtree(folder / "site/data/runs", ignore_errors=True)
    (folder / "log").unlink(missing_ok=True)


def redone(folder: Path, command: list[str], moment: float) -> tuple[int, int]:
    """Kill a verification at a moment and start it again; return how many scripts it had started, and ran twice."""
    forget(folder)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(moment)
    process.kill()
    process.wait()
    before = _log(folder)
    timed(command)
    return len(before), sum(_log(folder).values()) - len(_log(folder))


def _log(folder: Path) -> Counter[str]:
    log = folder / "log"
    return Counter(log.read_text(encoding="utf-8").splitlines() if log.exists() else ())


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--pairs", int, 15, "pairs, of two scripts each"),
        ("--kills", int, 12, "how often"),
        ("--workers", int, 2, "scripts at once"),
    )
    about = machine()
    kills, pairs = (2, 4) if chosen.quick else (chosen.kills, chosen.pairs)
    draw = random.Random(0)
    with TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        command = [
            CROSSCHECK,
            "--root",
            str(make(folder, pairs)),
            "verify",
            "-j",
            str(chosen.workers),
            "--sandbox",
            "limits",
        ]
        whole = timed(command)
        everything = len(_log(folder))
        found = [redone(folder, command, draw.uniform(0.2, 1.0) * whole) for _ in range(kills)]
    most = max(twice for _, twice in found)
    caught = [started for started, _ in found if 0 < started < everything]
    words = f"{most} of {everything} scripts ran twice at most, in {kills} kills at random moments"
    words += f", {len(caught)} of them in the middle; the whole takes {digits(whole)} s"
    details = {"started_and_redone": found}
    row = Row(
        "P9",
        f"killed and started again, {chosen.workers} at once",
        words,
        most <= chosen.workers,
        f"≤ {chosen.workers}",
        details,
    )
    give("resume", [row], chosen.quick, about)


if __name__ == "__main__":
    main()
