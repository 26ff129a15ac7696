"""Time `crosscheck check` and an unchanged rebuild on generated claims, start-up included.

The peers are check-jsonschema and yamllint on the same claims, from the peers' environment; all take turns. The small
version goes without them.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from peers import VERSIONS, peers_interpreter
from shared import CROSSCHECK, ROOT, Row, digits, give, in_turns, machine, options, ratio, spread, timed
from work import cold

PEERS = ("check-jsonschema", "yamllint")
MINISITE = ROOT / "tests" / "minisite"
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


def peak(command: list[str]) -> int:
    """Return the mebibytes that a command takes at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it has been waited for
    return used.ru_maxrss // 1024


def measure(count: int, repeats: int, with_peers: bool) -> list[Row]:
    """Measure one size."""
    with tempfile.TemporaryDirectory() as name:
        root = make(Path(name), count)
        files = [str(p) for p in sorted((root / "data/claims").glob("*.yml"))]
        whatever = range(256)  # the generated site has no recorded runs, so problems may be found
        check = [CROSSCHECK, "--root", str(root), "check"]

        def unread() -> float:
            with cold() as variables:
                return timed(check, variables, sound=whatever)

        sides = {"ours": unread, "again": lambda: timed(check, sound=whatever)}
        if with_peers:
            programs = peers_interpreter().parent
            judged = [str(programs / PEERS[0]), "--schemafile", str(ROOT / "data/schema/claims.json"), *files]
            sides[PEERS[0]] = lambda: timed(judged)
            sides[PEERS[1]] = lambda: timed([str(programs / PEERS[1]), "-d", "relaxed", *files])
        found = in_turns(sides, repeats)
        most = peak(check)
        build = [CROSSCHECK, "--root", str(root), "build", "--pages-only", "--json"]
        timed(build, sound=whatever)
        again = [timed(build, sound=whatever) for _ in range(repeats)]
        done = subprocess.run(build, capture_output=True, text=True, check=False)
    written = len(json.loads(done.stdout)["written"])
    ours, fast = spread(found["ours"]), count != 1000 or spread(found["ours"]).high < 0.5
    target = "< 0.5 s" if count == 1000 else ""
    rows = [
        Row("P10", f"`crosscheck check`, {count:,} generated claims", f"{ours} s", fast if target else None, target)
    ]
    limit = (most < 150, "< 150 MiB") if count == 1000 else (None, "")
    rows.append(Row("P10", "the same again, its files read before", f"{spread(found['again'])} s"))
    rows.append(Row("P10", f"memory at its peak, {count:,} generated claims", f"{most} MiB", *limit))
    for peer in PEERS if with_peers else ():
        words = f"{ratio(found['ours'], found[peer])} times as fast; {digits(statistics.median(found[peer]))} s"
        rows.append(Row("P10", f"the same against `{peer}` {VERSIONS[peer]} on the same files", words))
    if with_peers:
        both = [a + b for a, b in zip(*(found[peer] for peer in PEERS), strict=True)]
        quotient = ratio(found["ours"], both)
        rows.append(Row("P10", "the same against both", f"{quotient} times as fast", quotient.low >= 3, "≥ 3×"))
    words = f"{spread(again)} s; it writes {written} files"
    return [*rows, Row("P12", f"unchanged rebuild of the pages, {count:,} claims", words, written == 0, "0 files")]


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__, ("--claims", int, 0, "how many; 0 for 1,000 and 10,000"), ("--repeats", int, 10, "of each")
    )
    about = machine()
    sizes = [100] if chosen.quick else [chosen.claims] if chosen.claims else [1000, 10_000]
    repeats = {n: 1 if chosen.quick else chosen.repeats if n <= 1000 else 5 for n in sizes}
    rows = [row for n in sizes for row in measure(n, repeats[n], not chosen.quick)]
    give("thousand_claims", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
