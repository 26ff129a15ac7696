"""How a verification shows itself while it runs: a bar with what is running on a terminal, a line a pair elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from crosscheck.commands.common import on_terminal, say
from crosscheck.model.pairs import Pair
from crosscheck.outcomes import Proven
from crosscheck.report_runs import run_text

NAMED = 3
"""So many running scripts are named beside the bar."""


class Progress(Protocol):
    """What a verification tells while it runs."""

    def job(self, name: str, state: str) -> None:
        """Hear that a script is known, has started or has ended."""

    def pair(self, pair: Pair, proven: Proven) -> None:
        """Hear how a pair came out."""


class Plain:
    """Without a terminal: a line a pair."""

    def job(self, name: str, state: str) -> None:
        """Say nothing."""

    def pair(self, pair: Pair, proven: Proven) -> None:
        """Write the pair's line, and how it failed if it did."""
        say(run_text(proven, pair))


class Bar:
    """On a terminal: a bar, what is running, and words for what does not hold, at once."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Rich

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self.rich = Rich(*columns, console=Console(stderr=True))
        self.task = self.rich.add_task("starting", total=total)
        self.running: list[str] = []
        self.failed = 0

    def job(self, name: str, state: str) -> None:
        """Name what runs beside the bar."""
        if state == "started":
            self.running.append(name)
        elif name in self.running:
            self.running.remove(name)
        more = f" and {len(self.running) - NAMED} more" if len(self.running) > NAMED else ""
        failed = f"{self.failed} failed; " if self.failed else ""
        self.rich.update(self.task, description=f"{failed}{', '.join(self.running[:NAMED])}{more}")

    def pair(self, pair: Pair, proven: Proven) -> None:
        """Advance the bar; print a run that does not hold."""
        self.rich.update(self.task, advance=1)
        if not proven.run.passed:
            self.failed += 1
            self.rich.console.print(run_text(proven, pair), markup=False, highlight=False)


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """Give what fits the place where words go."""
    if not on_terminal():
        yield Plain()
        return
    bar = Bar(total)
    with bar.rich:
        yield bar
