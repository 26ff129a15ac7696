"""Pictures of counts and measurements: Vega-Lite specifications made from the data and drawn to SVG."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crosscheck.ledger import Ledger
from crosscheck.model.checks import Measured
from crosscheck.model.claims import Assertion
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import ToolStatus, Verdict
from crosscheck.tables import verdict_counts
from crosscheck.write import write_text

Spec = dict[str, Any]
SHARES = "assets/paper-shares.csv"
SCHEMES = {
    "light": {"ink": "#2b2b33", "grid": "#d9d9e0", "on_bar": "#ffffff"},
    "dark": {"ink": "#e2e2ea", "grid": "#4a4a55", "on_bar": "#14141a"},
}
HUES = {
    "light": ["#2f6b4f", "#4b6a9b", "#8a6d1f", "#a3403f", "#6b6b76", "#7a5a94"],
    "dark": ["#7cc4a0", "#9bb8e6", "#d9b85c", "#e59290", "#b4b4c0", "#c6a6e0"],
}
"""One hue a word, in the order of the vocabulary; every bar bears its number and every line its name besides."""


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, what it shows in words, and the specification for a scheme."""

    name: str
    says: str
    spec: Callable[[str], Spec]


def pictures(knowledge: Knowledge, ledger: Ledger, docs: Path) -> Iterator[Picture]:
    """Yield every picture for which there is data."""
    if knowledge.assertions:
        yield _verdicts(knowledge, "verdicts-by-source", _by_source(knowledge))
        yield _verdicts(knowledge, "verdicts-by-topic", _by_topic(knowledge))
    if any(tool.since for tool in knowledge.tools if tool.status is not ToolStatus.ACTIVE):
        yield _timeline(knowledge)
    if (docs / SHARES).is_file():
        yield _shares((docs / SHARES).read_text(encoding="utf-8"))
    rows = list(_measured(knowledge, ledger))
    if rows:
        yield _ratios(rows)


def _by_source(knowledge: Knowledge) -> dict[str, list[Assertion]]:
    found: dict[str, list[Assertion]] = {}
    for one in knowledge.assertions:
        found.setdefault(knowledge.source[one.source].title, []).append(one)
    return found


def _by_topic(knowledge: Knowledge) -> dict[str, list[Assertion]]:
    found: dict[str, list[Assertion]] = {topic.title: [] for topic in knowledge.topics}
    for one in knowledge.assertions:
        found[knowledge.topic[knowledge.claim[one.claim].topic].title].append(one)
    return {title: some for title, some in found.items() if some}


def _verdicts(knowledge: Knowledge, name: str, groups: Mapping[str, Sequence[Assertion]]) -> Picture:
    rows = [
        {"group": group, "verdict": verdict.value, "statements": number, "order": order}
        for group, some in groups.items()
        for order, (verdict, number) in enumerate(verdict_counts(some, knowledge).items())
        if number
    ]
    words = [verdict.value for verdict in Verdict]
    total = sum(int(str(row["statements"])) for row in rows)
    says = f"Stacked bars: {total} statements by verdict. The table on this page holds the numbers."

    def spec(scheme: str) -> Spec:
        across = {"field": "statements", "type": "quantitative", "stack": "zero", "title": "statements"}
        down = {"field": "group", "type": "nominal", "title": None, "sort": list(groups)}
        order = {"field": "order", "type": "quantitative"}
        hue = {"field": "verdict", "type": "nominal", "title": None, "sort": words, "scale": _scale(words, scheme)}
        middle = {**across, "bandPosition": 0.5}
        label = {
            "condition": {"test": "datum.statements >= 5", "value": SCHEMES[scheme]["on_bar"]},
            "value": "transparent",
        }
        bars = {"mark": {"type": "bar", "stroke": SCHEMES[scheme]["on_bar"]}, "encoding": {"x": across, "color": hue}}
        text = {"field": "statements", "type": "quantitative"}
        numbers = {"mark": {"type": "text", "fontSize": 11}, "encoding": {"x": middle, "text": text, "color": label}}
        return {
            "data": {"values": rows},
            "width": 560,
            "encoding": {"y": down, "order": order},
            "layer": [bars, numbers],
        }

    return Picture(name, says, spec)


def _scale(words: Sequence[str], scheme: str) -> Spec:
    return {"domain": list(words), "range": HUES[scheme][: len(words)]}


def _timeline(knowledge: Knowledge) -> Picture:
    rows = [
        {
            "tool": tool.name,
            "since": f"{tool.since}-01-01"[:10] if len(str(tool.since)) == 4 else str(tool.since),
            "status": tool.status.value,
        }
        for tool in knowledge.tools
        if tool.since and tool.status is not ToolStatus.ACTIVE
    ]
    rows.sort(key=lambda row: (row["since"], row["tool"]))
    words = [status.value for status in ToolStatus if status is not ToolStatus.ACTIVE]
    says = f"When {len(rows)} tools became {', '.join(words[:-1])} or {words[-1]}. The tables below hold the dates."

    def spec(scheme: str) -> Spec:
        when = {"field": "since", "type": "temporal", "title": None}
        tool = {"field": "tool", "type": "nominal", "title": None, "sort": [row["tool"] for row in rows]}
        hue = {"field": "status", "type": "nominal", "title": None, "scale": _scale(words, scheme)}
        shape = {"field": "status", "type": "nominal", "title": None, "scale": {"domain": words}}
        mark = {"type": "point", "filled": True, "size": 90}
        return {
            "data": {"values": rows},
            "width": 520,
            "mark": mark,
            "encoding": {"x": when, "y": tool, "color": hue, "shape": shape},
        }

    return Picture("tools-by-year", says, spec)


def _shares(text: str) -> Picture:
    rows = []
    for row in csv.DictReader(text.splitlines()):
        torch, other, total = (int(row[key]) for key in ("pytorch", "tensorflow", "total"))
        if row["population"] == "all rows" or torch + other == 0:
            continue
        counted = "conference papers" if row["source"].startswith("frameworks") else "links to code"
        for divided, below in (("of all", total), ("of the two", torch + other)):
            rows.append(
                {"date": f"{row['date']}-07-01"[:10], "share": torch / below, "divided": divided, "counted": counted}
            )
    says = (
        "Dots: PyTorch's share in each count, once of all papers and once of those that name one of the two. "
        "The same counts give about 55 and about 90 per cent in 2023. The numbers are in the table."
    )

    def spec(scheme: str) -> Spec:
        when = {"field": "date", "type": "temporal", "title": None}
        share = {"field": "share", "type": "quantitative", "title": "PyTorch's share", "axis": {"format": ".0%"}}
        hue = {
            "field": "divided",
            "type": "nominal",
            "title": "divided by",
            "scale": _scale(["of all", "of the two"], scheme),
        }
        shape = {"field": "counted", "type": "nominal", "title": "counted"}
        mark = {"type": "point", "filled": True, "size": 60, "opacity": 0.85}
        return {
            "data": {"values": rows},
            "width": 520,
            "height": 300,
            "mark": mark,
            "encoding": {"x": when, "y": share, "color": hue, "shape": shape},
        }

    return Picture("paper-shares", says, spec)


def _measured(knowledge: Knowledge, ledger: Ledger) -> Iterator[Spec]:
    for pair in knowledge.pairs:
        environment = knowledge.environment_of(pair)
        run = ledger.of(pair.id, environment.id) if environment else None
        found = {check.id: check.measured for check in run.checks} if run else {}
        for check in pair.checks:
            if isinstance(check, Measured) and check.unit == "x":
                for framework, number in found.get(check.id, {}).items():
                    yield {"what": check.states, "ratio": number, "framework": knowledge.framework[framework].name}


def _ratios(rows: Sequence[Spec]) -> Picture:
    says = "Points: measured ratios of the recorded runs, one meaning equally fast. The pairs' pages hold the numbers."
    names = sorted({str(row["framework"]) for row in rows})

    def spec(scheme: str) -> Spec:
        ratio = {
            "field": "ratio",
            "type": "quantitative",
            "title": "ratio; 1 is equal",
            "scale": {"zero": True},
        }
        what = {"field": "what", "type": "nominal", "title": None, "axis": {"labelLimit": 420}}
        hue = {"field": "framework", "type": "nominal", "title": None, "scale": _scale(names, scheme)}
        shape = {"field": "framework", "type": "nominal", "title": None, "scale": {"domain": names}}
        mark = {"type": "point", "filled": True, "size": 90}
        return {
            "data": {"values": list(rows)},
            "width": 300,
            "mark": mark,
            "encoding": {"x": ratio, "y": what, "color": hue, "shape": shape},
        }

    return Picture("measured-ratios", says, spec)


def draw(picture: Picture, scheme: str, cache: Path) -> str:
    """Return the picture as SVG; one that was drawn before from the same specification is taken from the cache."""
    import vl_convert

    colours = SCHEMES[scheme]
    axis = {"labelColor": colours["ink"], "titleColor": colours["ink"], "gridColor": colours["grid"], "labelLimit": 420}
    config = {
        "background": "transparent",
        "font": "sans-serif",
        "axis": {**axis, "domainColor": colours["grid"], "tickColor": colours["grid"]},
        "legend": {"labelColor": colours["ink"], "titleColor": colours["ink"], "orient": "top", "columns": 0},
        "view": {"stroke": None},
    }
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": config, **picture.spec(scheme)}
    text = json.dumps(spec, sort_keys=True)
    made = hashlib.sha256(f"{version('vl-convert-python')} {text}".encode())
    kept = cache / f"{made.hexdigest()[:24]}.svg"
    if not kept.is_file():
        write_text(kept, vl_convert.vegalite_to_svg(json.loads(text)))
    return kept.read_text(encoding="utf-8")
