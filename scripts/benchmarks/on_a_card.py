"""Run pairs on a card from a parent that has imported PyTorch, and each in a new interpreter, in turns.

Both open the card anew for each script, since what several scripts share could be spoiled by one. Needs a card.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from crosscheck import cards
from crosscheck.jobs import Place
from crosscheck.ledger import Ledger
from crosscheck.load import load
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.prepare import place_of
from crosscheck.selection import by_environment
from crosscheck.verify import How, Memory, verify
from shared import ROOT, Row, digits, give, in_turns, machine, options, ratio

WANTED = 1.3
Verdicts = dict[str, tuple[Outcome, ...]]


def once(pairs: Sequence[Pair], place: Place, fresh: bool) -> tuple[float, Verdicts]:
    """Return the seconds of a verification from nothing, and how each pair's scripts ended."""
    start = time.perf_counter()
    how = How(1, fresh=fresh, confirm=False)
    runs: list[Run] = [proven.run for proven in verify(ROOT, pairs, place, how, Memory(Ledger({})))]
    seconds = time.perf_counter() - start
    wanted = Start.FRESH if fresh else Start.PRELOADED
    others = [run.pair for run in runs for s in run.snippets.values() if s.start is not wanted]
    if others:
        raise SystemExit(f"not every script was {wanted}: {', '.join(others)}")
    return seconds, {run.pair: tuple(s.outcome for s in run.snippets.values()) for run in runs}


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--interpreter", Path, None, "an interpreter that holds PyTorch, instead of the environment for cards"),
        ("--pairs", int, 12, "how many pairs"),
        ("--repeats", int, 5, "how often each side runs them"),
    )
    about = machine() | {"card": cards.name()}
    if about["card"] is None:
        print("skipped: this machine has no card; the result on record stays", file=sys.stderr)
        return
    knowledge = load(ROOT).knowledge
    meant = [pair for pair in knowledge.pairs if Device.CUDA in pair.devices]
    groups, _ = by_environment(knowledge, meant, Device.CUDA, None, False)
    environment, pairs = groups[0]
    given = Path(os.path.abspath(chosen.interpreter)) if chosen.interpreter else None
    place = place_of(knowledge, environment, Device.CUDA, Level.LIMITS, lambda words: print(words), given)
    few = pairs[: 3 if chosen.quick else chosen.pairs]
    once(few, place, fresh=True)  # what is read from the disk for the first time is not counted
    sides = {"preloaded": lambda: once(few, place, False), "fresh": lambda: once(few, place, True)}
    found = in_turns(sides, 1 if chosen.quick else chosen.repeats)
    ours, theirs = ([seconds for seconds, _ in found[name]] for name in sides)
    equal = all(verdicts == found["fresh"][0][1] for some in found.values() for _, verdicts in some)
    quotient = ratio(ours, theirs)
    words = f"{quotient} times as fast: {digits(sorted(ours)[len(ours) // 2])} s against "
    words += f"{digits(sorted(theirs)[len(theirs) // 2])} s; verdicts {'equal' if equal else 'differ'}"
    what = f"{len(few)} PyTorch scripts on {about['card']}, from a parent against new interpreters"
    row = Row("P18", what, words, quotient.low >= WANTED and equal, f"≥ {WANTED}×", {"ours": ours, "theirs": theirs})
    give("on_a_card", [row], chosen.quick, about)


if __name__ == "__main__":
    main()
