"""Time the judge on each of the broken data files of the tests. Run: python scripts/benchmarks/broken_data.py

Prints JSON: the slowest files in milliseconds, and how many there were. The judge reads one file and nothing else.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from crosscheck.nouns import NOUNS
from crosscheck.schema import judge
from crosscheck.yaml_lines import read

CASES = Path(__file__).parents[2] / "tests" / "cases"
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


def main() -> None:
    """Measure and print."""
    found = {}
    for case in sorted(CASES.glob("*.yml")):
        data = case.read_bytes()
        place = data.splitlines()[0].decode().removeprefix("# put: ")
        found[case.stem] = milliseconds(data, place)
    found |= {name: milliseconds(data, "data/claims/hostile.yml") for name, data in HOSTILE.items()}
    slowest = sorted(found.items(), key=lambda item: -item[1])[:8]
    print(json.dumps({"files": len(found), "slowest_ms": {name: round(ms, 1) for name, ms in slowest}}, indent=1))


if __name__ == "__main__":
    main()
