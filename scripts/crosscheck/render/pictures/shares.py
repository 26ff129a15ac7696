"""PyTorch's share in counts of papers: a panel for each number that one can divide by."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from crosscheck.render.pictures.draw import TONES, Picture, Spec

SHARES = "assets/paper-shares.csv"
DIVIDED = {"of all": "Divided by all papers counted", "of the two": "Divided by those that name one of the two"}
SAYS = (
    "Points in two panels: PyTorch's share in each count, once of all papers and once of those naming one of the two. "
    "The same counts give about 55 and about 90 per cent in 2023. The numbers are in the table."
)


def shares(docs: Path) -> Iterator[Picture]:
    """Yield the picture where the counts are there."""
    if (docs / SHARES).is_file():
        rows = list(_rows((docs / SHARES).read_text(encoding="utf-8")))
        yield Picture("paper-shares", SAYS, lambda scheme: _spec(rows, scheme))


def _rows(text: str) -> Iterator[Spec]:
    for row in csv.DictReader(text.splitlines()):
        torch, other, total = (int(row[key]) for key in ("pytorch", "tensorflow", "total"))
        if row["population"] == "all rows" or torch + other == 0:
            continue
        counted = "conference papers" if row["source"].startswith("frameworks") else "links to code"
        day = f"{row['date']}-07-01"[:10]
        for divided, below in zip(DIVIDED, (total, torch + other), strict=True):
            yield {"date": day, "share": torch / below, "divided": divided, "counted": counted}


def _spec(rows: Sequence[Spec], scheme: str) -> Spec:
    return {
        "data": {"values": list(rows)},
        "hconcat": [_panel(divided, scheme) for divided in DIVIDED],
        "spacing": 24,
    }


def _panel(divided: str, scheme: str) -> Spec:
    when = {"field": "date", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}}
    axis = {"format": ".0%", "tickCount": 5}
    share = {
        "field": "share",
        "type": "quantitative",
        "title": "PyTorch's share" if divided == "of all" else None,
        "axis": axis,
        "scale": {"domain": [0, 1]},
    }
    words = ["conference papers", "links to code"]
    scale = {"domain": words, "range": ["circle", "triangle-up"]}
    shape = {"field": "counted", "type": "nominal", "title": "counted", "scale": scale}
    tones = {"domain": words, "range": [TONES[scheme]["accent"], TONES[scheme]["wait"]]}
    hue = {"field": "counted", "type": "nominal", "title": "counted", "scale": tones}
    return {
        "title": DIVIDED[divided],
        "transform": [{"filter": f"datum.divided == '{divided}'"}],
        "width": 250,
        "height": 260,
        "mark": {"type": "point", "filled": True, "size": 42, "opacity": 0.8},
        "encoding": {"x": when, "y": share, "shape": shape, "color": hue},
    }
