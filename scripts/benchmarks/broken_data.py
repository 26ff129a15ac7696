"""Time the judge on each of the broken data files of the tests, and on hostile ones."""

from __future__ import annotations

import time
from pathlib import Path

from crosscheck.nouns import NOUNS
from crosscheck.schema import judge
from crosscheck.yaml_lines import read
from shared import ROOT, Row, digits, give, machine, options

CASES = ROOT / "tests" / "cases"
ALLOWED = 50.0
"""Milliseconds."""
HOSTILE = {
    "100,000 brackets": b"[" * 100_000,
    "merge-key bomb": b"a: &a {x: 1}\n" + b"".join(b"b%d: {<<: [*a, *a]}\n" % n for n in range(18)),
    "800 kB flow list": b"a: [" + b"1, " * 260_000 + b"1]",
    "900 kB scalar": b"a: " + b"x" * 900_000,
    "200,000 keys": b"".join(b"k%d: 1\n" % n for n in range(90_000)),
    "6000-digit number": b"a: " + b"9" * 6000,
}


def milliseconds(data: bytes, file: str) -> float:
    """Return how long reading and judging one file takes."""
    noun = next((n for n in NOUNS if Path(file).match(n.pattern)), NOUNS[5])
    start = time.perf_counter()
    document = read(data, file)
    items = document.value.get(noun.plural, ()) if isinstance(document.value, dict) else ()
    for position in range(len(items) if isinstance(items, tuple) else 0):
        judge(document, noun.record, (noun.plural, position))
    return (time.perf_counter() - start) * 1000


def slowest(what: str, found: dict[str, float]) -> Row:
    """Return the row of the slowest of many files."""
    name, most = max(found.items(), key=lambda item: item[1])
    over = sum(ms > ALLOWED for ms in found.values())
    words = f"{digits(most)} ms ({name}); {over} of {len(found)} take longer than 50 ms"
    details = {"milliseconds": {name: round(ms, 1) for name, ms in found.items()}}
    return Row("P11", f"the slowest of {what}", words, most < ALLOWED, "< 50 ms each", details)


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__)
    about = machine()
    repeats = 1 if chosen.quick else 5
    found = {}
    for case in sorted(CASES.glob("*.yml")):
        data = case.read_bytes()
        place = data.splitlines()[0].decode().removeprefix("# put: ")
        found[case.stem] = min(milliseconds(data, place) for _ in range(repeats))
    hostile = {n: min(milliseconds(d, "data/claims/x.yml") for _ in range(repeats)) for n, d in HOSTILE.items()}
    rows = [slowest(f"the {len(found)} broken data files of the tests", found), slowest("the hostile files", hostile)]
    give("broken_data", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
