"""Does a pair say the same every time? Repeated, shuffled, and under other hash seeds, thread counts and locales."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crosscheck.jobs import Place
from crosscheck.ledger import Ledger
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run
from crosscheck.outcomes import attempt
from crosscheck.verify import Clock, How, Memory, now, verify

AGAIN = 3
ROUNDS: tuple[tuple[str, dict[str, str]], ...] = (
    *((f"repeated, {n + 1} of {AGAIN}", {}) for n in range(AGAIN)),
    ("hash seed 1", {"PYTHONHASHSEED": "1"}),
    ("hash seed 4711", {"PYTHONHASHSEED": "4711"}),
    (
        "two threads",
        {
            name: "2"
            for name in (
                "OMP_NUM_THREADS",
                "MKL_NUM_THREADS",
                "OPENBLAS_NUM_THREADS",
                "TF_NUM_INTRAOP_THREADS",
                "TF_NUM_INTEROP_THREADS",
            )
        },
    ),
    ("locale C, time zone of Apia", {"LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Apia"}),
)
"""What is varied. Every round after the repeated ones runs in fresh processes, since its variables act at start-up."""


@dataclass(frozen=True)
class Steadiness:
    """What the rounds said of one pair."""

    pair: str
    passed: bool
    rounds: int
    differing: tuple[str, ...] = field(default=())
    """Rounds whose verdict was another one than the first's."""
    varying: tuple[str, ...] = field(default=())
    """Values that were not the same in every round, though the verdict may have been."""

    @property
    def steady(self) -> bool:
        """Whether every round said the same, and that it holds."""
        return self.passed and not self.differing


def stability(
    root: Path, pairs: Sequence[Pair], place: Place, workers: int, say: Callable[[str], None], clock: Clock = now
) -> Iterator[Steadiness]:
    """Run the pairs once for each round, in another order each time, and yield what that says of each."""
    found: dict[str, list[tuple[str, Run]]] = {pair.id: [] for pair in pairs}
    order = list(pairs)
    for number, (name, extra) in enumerate(ROUNDS):
        random.Random(number).shuffle(order)
        say(f"round {number + 1} of {len(ROUNDS)}: {name}")
        how = How(workers, fresh=bool(extra), confirm=False, extra=extra or None)
        for proven in verify(root, order, place, how, Memory(Ledger({})), clock):
            found[proven.run.pair].append((name, proven.run))
    for pair in pairs:
        yield _steadiness(pair.id, found[pair.id])


def _steadiness(pair: str, runs: Sequence[tuple[str, Run]]) -> Steadiness:
    first = runs[0][1]
    differing = tuple(name for name, run in runs if not attempt(run).same_verdict(attempt(first)))
    varying = sorted(
        {
            f"{framework}'s {value}"
            for _, run in runs
            for framework, snippet in run.snippets.items()
            for value, seen in snippet.values.items()
            if seen.sha256 != getattr(first.snippets[framework].values.get(value), "sha256", None)
        }
    )
    return Steadiness(pair, all(run.passed for _, run in runs), len(runs), differing, tuple(varying))
