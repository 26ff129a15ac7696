"""Measured ratios: a panel a pair, a row a check and framework, a point for the median and a line for the spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crosscheck.ledger import Ledger
from crosscheck.model.checks import Measured
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.render.pictures.draw import LABELS, Picture, Spec, by_framework, rule_at, wrapped


def measured(knowledge: Knowledge, ledger: Ledger) -> Iterator[Picture]:
    """Yield the picture where a recorded run measured a ratio."""
    panels = {pair.title: list(_rows(pair, knowledge, ledger)) for pair in knowledge.pairs}
    panels = {title: rows for title, rows in panels.items() if rows}
    if panels:
        number = sum(map(len, panels.values()))
        says = (
            f"{number} measured ratios of the recorded runs, one meaning equally fast: a point is the median, "
            "a line the middle half of the repeats. The pairs' pages hold the numbers."
        )
        yield Picture("measured-ratios", says, lambda scheme: _spec(panels, scheme))


def _rows(pair: Pair, knowledge: Knowledge, ledger: Ledger) -> Iterator[Spec]:
    run = ledger.latest(pair, knowledge.environment_of(pair))
    found = {check.id: check for check in run.checks} if run else {}
    for check in pair.checks:
        if isinstance(check, Measured) and check.unit == "x" and check.id in found:
            for framework, number in found[check.id].measured.items():
                low, high = found[check.id].spread.get(framework, (number, number))
                name = knowledge.framework[framework].name
                yield {"what": wrapped(check.states), "framework": name, "ratio": number, "low": low, "high": high}


def _spec(panels: Mapping[str, Sequence[Spec]], scheme: str) -> Spec:
    rows = [row for some in panels.values() for row in some]
    names = sorted({row["framework"] for row in rows})
    ends = [min(1.0, *(row["low"] for row in rows)) * 0.9, max(row["high"] for row in rows) * 1.1]
    drawn = [_panel(title, some, names, ends, scheme) for title, some in panels.items()]
    return {"vconcat": drawn, "spacing": 18}


def _panel(title: str, rows: Sequence[Spec], names: Sequence[str], ends: Sequence[float], scheme: str) -> Spec:
    hues, shapes = by_framework(names, scheme)
    scale = {"type": "log", "domain": list(ends), "nice": False}
    ticks = [tick for tick in (0.25, 0.5, 1, 2, 3, 5, 10, 20, 50) if ends[0] <= tick <= ends[1]]
    across: Spec = {
        "field": "ratio",
        "type": "quantitative",
        "title": "times, median and middle half of the repeats; 1 is equal",
        "scale": scale,
    }
    across["axis"] = {"values": ticks, "format": "~g"}
    down: Spec = {"field": "what", "type": "nominal", "title": None, "sort": None}
    down["axis"] = {**LABELS, "ticks": False, "domain": False}
    apart = {"field": "framework", "type": "nominal", "scale": {"domain": list(names)}}
    hue = {"field": "framework", "type": "nominal", "title": None, "scale": hues}
    shape = {"field": "framework", "type": "nominal", "title": None, "scale": shapes}
    ends_of = {"x": {**across, "field": "low"}, "x2": {"field": "high"}}
    return {
        "title": title,
        "data": {"values": list(rows)},
        "width": 300,
        "height": {"step": 18, "for": "offset"},
        "layer": [
            {**rule_at(1, scheme)},
            {
                "mark": {"type": "rule", "size": 2.5},
                "encoding": {"y": down, "yOffset": apart, "color": hue, **ends_of},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 85, "opacity": 1},
                "encoding": {"x": across, "y": down, "yOffset": apart, "color": hue, "shape": shape},
            },
        ],
    }
