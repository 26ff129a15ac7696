"""Time `crosscheck check` and an unchanged rebuild on generated claims.

Run: python scripts/benchmarks/thousand_claims.py [N]

Prints JSON: medians in seconds over the repeats, peak memory, and how many files the unchanged rebuild wrote.
The peer is check-jsonschema on the same claims, where it is installed; the ratio is measured interleaved.
"""

from __future__ import annotations

import json
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MINISITE = ROOT / "tests" / "minisite"
REPEATS = 7
CLAIM = """- id: generated-{n}
  statement: Generated claim number {n} says that Alpha and Beta add numbers to the same sum.
  topic: basics
  frameworks: [alpha, beta]
  kind: fact
  verdict: true
  reasoning: >-
    Both scripts add the same two numbers and leave the same sum. This paragraph has about the length that a real one
    has, so that reading and checking it costs what a real one costs. Its number is {n}.
  evidence:
    checks: [sum-of-two#same-sum, sum-of-two#is-five]
    sources: [{{id: alpha-manual, says: It describes the rule of number {n}.}}]
  reviewed: 2026-11-20
  review_by: 2027-05-20
"""


def make(folder: Path, count: int) -> Path:
    """Copy the small site and give it `count` more claims, a hundred a file."""
    root = folder / "site"
    shutil.copytree(MINISITE, root)
    for start in range(0, count, 100):
        claims = "".join(CLAIM.format(n=n) for n in range(start, min(start + 100, count)))
        (root / f"data/claims/generated-{start}.yml").write_text(f"claims:\n{claims}", encoding="utf-8")
    return root


def timed(*command: str) -> float:
    """Return the wall-clock seconds of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    crosscheck = str(Path(sys.executable).parent / "crosscheck")
    peer = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
    with tempfile.TemporaryDirectory() as name:
        root = make(Path(name), count)
        files = [str(p) for p in sorted((root / "data/claims").glob("*.yml"))]
        schema = str(ROOT / "data/schema/claims.json")
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(timed(crosscheck, "--root", str(root), "check"))
            if peer:
                theirs.append(timed(peer, "--schemafile", schema, *files))
        build = (crosscheck, "--root", str(root), "build", "--pages-only", "--json")
        first = timed(*build)
        again = [timed(*build) for _ in range(REPEATS)]
        done = subprocess.run(build, capture_output=True, text=True, check=False)
    result = {
        "claims": count,
        "check_seconds": round(statistics.median(ours), 3),
        "build_first_seconds": round(first, 3),
        "build_unchanged_seconds": round(statistics.median(again), 3),
        "files_written_by_unchanged_build": len(json.loads(done.stdout)["written"]),
        "peak_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }
    if theirs:
        ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
        result["check_jsonschema_seconds"] = round(statistics.median(theirs), 3)
        result["ratio_to_check_jsonschema"] = [
            round(min(ratios), 2),
            round(statistics.median(ratios), 2),
            round(max(ratios), 2),
        ]
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
