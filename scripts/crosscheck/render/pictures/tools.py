"""Is it still alive? A row a tool: its last release, how long ago that was, and since when it has its status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crosscheck.model.knowledge import Knowledge
from crosscheck.model.records import Tool
from crosscheck.model.vocabulary import ToolStatus
from crosscheck.render.pictures.draw import SCHEMES, TONES, Picture, Spec

ORDER = (
    ToolStatus.ACTIVE,
    ToolStatus.MAINTENANCE,
    ToolStatus.DEPRECATED,
    ToolStatus.RENAMED,
    ToolStatus.ARCHIVED,
)
TONE = dict(zip(ORDER, ("good", "wait", "wait", "calm", "bad"), strict=True))
SHAPE = dict(zip(ORDER, ("circle", "square", "triangle-down", "triangle-right", "cross"), strict=True))
"""Every row stands below its status in words, so that tone and shape only repeat it."""


FIRST = "2015-01-01"
"""Where the timeline starts; what began earlier, such as SciPy in 2001, would press all that matters into a corner."""


def tools(knowledge: Knowledge) -> Iterator[Picture]:
    """Yield the picture of tools with at least one date that could be established."""
    dated = [tool for tool in knowledge.tools if tool.since or _released(tool)]
    if not dated:
        return
    sections = {status: [_row(tool) for tool in _sorted(dated) if tool.status is status] for status in ORDER}
    sections = {status: rows for status, rows in sections.items() if rows}
    yield Picture("tools-by-year", _says(knowledge, dated), lambda scheme: _spec(sections, scheme))


def _says(knowledge: Knowledge, dated: Sequence[Tool]) -> str:
    missing = len(knowledge.tools) - len(dated)
    left_out = f" {missing} more have no date that could be established." if missing else ""
    return (
        f"A timeline of {len(dated)} tools, a row each, below their status. A ring is the last release, a thin line "
        "the time since then, a bar the time for which the tool has had its status, and a mark at the end the day on "
        f"which that was last checked; a bar from the left edge began before {FIRST[:4]}; the newest release is on "
        f"top.{left_out} The tables below hold the dates."
    )


def _released(tool: Tool) -> str | None:
    when = tool.last_release.date if tool.last_release else None
    return _first_day(when) if when else None


def _first_day(when: object) -> str:
    """Return the first day of what may be a year or a month only."""
    text = str(when)
    return f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]


def _sorted(found: Sequence[Tool]) -> list[Tool]:
    """Put the one heard of last on top."""
    by_name = sorted(found, key=lambda tool: tool.name.lower())
    return sorted(by_name, key=lambda tool: _released(tool) or _first_day(tool.since), reverse=True)


def _row(tool: Tool) -> Spec:
    since = max(FIRST, _first_day(tool.since)) if tool.since else None
    return {"tool": tool.name, "since": since, "released": _released(tool), "checked": str(tool.checked)}


def _spec(sections: dict[ToolStatus, list[Spec]], scheme: str) -> Spec:
    rows = [row for some in sections.values() for row in some]
    ends = [row[key] for row in rows for key in ("since", "released", "checked") if row[key]]
    years = [f"{min(ends)[:4]}-01-01", f"{int(max(ends)[:4]) + 1}-01-01"]
    panels = [_key(scheme), *(_section(status, some, years, scheme) for status, some in sections.items())]
    return {"vconcat": panels, "spacing": 14}


def _key(scheme: str) -> Spec:
    """Draw the legend with the marks themselves, since it has to tell a line from a bar."""
    words = {0.0: "last release", 3.0: "time since", 6.0: "time in this status", 10.0: "last checked"}
    grey, ink = SCHEMES[scheme]["quiet"], SCHEMES[scheme]["ink"]

    def mark(at: float, drawn: Spec) -> Spec:
        return {"transform": [{"filter": f"datum.at == {at}"}], "mark": drawn}

    def reaching(at: float, drawn: Spec) -> Spec:
        transform = [{"filter": f"datum.at == {at}"}, {"calculate": "datum.at - 0.7", "as": "from"}]
        return {"transform": transform, "mark": drawn, "encoding": {"x2": {"field": "from"}}}

    text = {"type": "text", "align": "left", "dx": 9, "fontSize": 11, "color": ink}
    scale = {"domain": [-0.5, 13]}
    return {
        "data": {"values": [{"at": at, "word": word} for at, word in words.items()]},
        "width": 470,
        "height": 14,
        "encoding": {"x": {"field": "at", "type": "quantitative", "axis": None, "scale": scale}},
        "layer": [
            mark(0, _ring(scheme)),
            reaching(3, _thin(scheme)),
            reaching(6, {**_thin(scheme), "size": 7}),
            mark(10, {"type": "point", "shape": "circle", "filled": True, "size": 60, "color": grey, "opacity": 1}),
            {"mark": text, "encoding": {"text": {"field": "word"}}},
        ],
    }


def _ring(scheme: str) -> Spec:
    colours = SCHEMES[scheme]
    ring = {"fill": colours["paper"], "stroke": colours["ink"], "strokeWidth": 1.5, "opacity": 1}
    return {"type": "point", "filled": True, "size": 45, **ring}


def _thin(scheme: str) -> Spec:
    return {"type": "rule", "size": 1.2, "color": SCHEMES[scheme]["quiet"]}


def _section(status: ToolStatus, rows: Sequence[Spec], years: Sequence[str], scheme: str) -> Spec:
    tone = TONES[scheme][TONE[status]]
    scale = {"domain": [{"year": date.fromisoformat(day).year} for day in years]}
    ticks = {"orient": "top", "format": "%Y", "tickCount": "year", "grid": True, "labelOverlap": True}
    when = {"type": "temporal", "title": None, "scale": scale, "axis": ticks}
    down = {"field": "tool", "type": "nominal", "title": None, "sort": None, "axis": {"ticks": False, "domain": False}}

    def layer(key: str, mark: Spec, to: bool = False) -> Spec:
        reach = {"x2": {"field": "checked"}} if to else {}
        keep = [{"filter": f"isValid(datum.{key})"}]
        return {"transform": keep, "mark": mark, "encoding": {"x": {**when, "field": key}, **reach}}

    end = {"size": 110, "color": tone, "stroke": SCHEMES[scheme]["paper"], "opacity": 1}
    layers = [
        layer("released", _thin(scheme), to=True),
        layer("since", {"type": "rule", "size": 7, "color": tone}, to=True),
        layer("released", _ring(scheme)),
        layer("checked", {"type": "point", "filled": True, "shape": SHAPE[status], **end}),
    ]
    return {
        "title": {"text": f"{status.value} ({len(rows)})", "subtitle": status.meaning, "offset": 6},
        "data": {"values": list(rows)},
        "width": 470,
        "height": {"step": 17},
        "encoding": {"y": down},
        "layer": layers,
    }
