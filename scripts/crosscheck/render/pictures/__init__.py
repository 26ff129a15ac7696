"""Pictures of counts and measurements: Vega-Lite specifications made from the data and drawn to SVG."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crosscheck.ledger import Ledger
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.pictures.draw import Drawn, Picture, drawn
from crosscheck.render.pictures.measured import measured
from crosscheck.render.pictures.parting import parting
from crosscheck.render.pictures.shares import shares
from crosscheck.render.pictures.tools import tools
from crosscheck.render.pictures.verdicts import verdicts

__all__ = ["Drawn", "Picture", "drawn", "pictures"]


def pictures(knowledge: Knowledge, ledger: Ledger, docs: Path) -> Iterator[Picture]:
    """Yield every picture for which there is data."""
    yield from verdicts(knowledge)
    yield from tools(knowledge)
    yield from shares(docs)
    yield from measured(knowledge, ledger)
    yield from parting(knowledge, ledger)
