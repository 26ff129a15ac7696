"""What all pictures share: the colours of the pages, panels below each other, and the drawing itself."""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crosscheck.write import write_text

Spec = dict[str, Any]
SCHEMES = {
    "light": {"ink": "#1f2a30", "quiet": "#55626a", "line": "#dddcd3", "paper": "#fcfbf8"},
    "dark": {"ink": "#e6e9ea", "quiet": "#a6b1b7", "line": "#354148", "paper": "#161c20"},
}
TONES = {
    "light": {"good": "#17663a", "bad": "#9c2227", "wait": "#7c5200", "calm": "#3b5161", "accent": "#0a5c66"},
    "dark": {"good": "#84d6a5", "bad": "#ff9f9a", "wait": "#efc36d", "calm": "#b3c6d1", "accent": "#86d3da"},
}
"""The tones of the pages' marks. None is a framework's, and a shape, a place or a word always says the same."""
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")
_SIZE = re.compile(r'<svg [^>]*width="(?P<width>[0-9.]+)" height="(?P<height>[0-9.]+)"')
_LINES = "length(split(datum.value, '|'))"
LABELS = {
    "labelExpr": "split(datum.label, '|')",
    "labelOffset": {
        "condition": [{"test": f"{_LINES} == {lines}", "value": -6.5 * (lines - 1)} for lines in (2, 3, 4)],
        "value": 0,
    },
}
"""For an axis with labels of several lines, which stand in the middle of their row; `wrapped` breaks them."""


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, what it shows in words, and the specification for a scheme."""

    name: str
    says: str
    spec: Callable[[str], Spec]


@dataclass(frozen=True)
class Drawn:
    """A picture as SVG, by scheme, and its size in pixels: a page that knows it does not jump when it comes."""

    name: str
    says: str
    svg: Mapping[str, str]
    width: int
    height: int


def wrapped(text: str, width: int = 44) -> str:
    """Break a label into lines, for an axis with `LABELS`."""
    return "|".join(textwrap.wrap(text.replace("|", "/"), width))


def by_framework(names: Sequence[str], scheme: str) -> tuple[Spec, Spec]:
    """Return the scales that tell frameworks apart: a tone and, for those who see none, a shape."""
    tones = [TONES[scheme][tone] for tone in ("accent", "wait", "calm", "good", "bad")]
    hue = {"domain": list(names), "range": [tones[place % len(tones)] for place in range(len(names))]}
    return hue, {"domain": list(names), "range": [SHAPES[place % len(SHAPES)] for place in range(len(names))]}


def rule_at(number: float, scheme: str) -> Spec:
    """Return a layer that draws one line across a panel at a number on its x axis."""
    mark = {"type": "rule", "color": SCHEMES[scheme]["ink"], "strokeDash": [4, 3]}
    across = {"field": "at", "type": "quantitative"}
    return {"data": {"values": [{"at": number}]}, "mark": mark, "encoding": {"x": across}}


def drawn(picture: Picture, cache: Path) -> Drawn:
    """Draw a picture for every scheme."""
    svg = {scheme: draw(picture, scheme, cache) for scheme in SCHEMES}
    size = _SIZE.search(next(iter(svg.values())))
    assert size, "an SVG says its size"
    return Drawn(picture.name, picture.says, svg, round(float(size["width"])), round(float(size["height"])))


def draw(picture: Picture, scheme: str, cache: Path) -> str:
    """Return the picture as SVG; one that was drawn before from the same specification is taken from the cache."""
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    text = json.dumps({"$schema": schema, "config": _config(scheme), **picture.spec(scheme)}, sort_keys=True)
    made = hashlib.sha256(f"{version('vl-convert-python')} {text}".encode())
    kept = cache / f"{made.hexdigest()[:24]}.svg"
    if not kept.is_file():
        import vl_convert  # large, and not needed while nothing changed

        write_text(kept, vl_convert.vegalite_to_svg(json.loads(text)))
    return kept.read_text(encoding="utf-8")


def _config(scheme: str) -> Spec:
    ink, quiet, line = (SCHEMES[scheme][word] for word in ("ink", "quiet", "line"))
    words = {"labelColor": ink, "titleColor": quiet, "titleFontWeight": "normal"}
    lines = {"gridColor": line, "domainColor": line, "tickColor": line}
    labels = {"labelFontSize": 11, "titleFontSize": 11, "labelLimit": 420, "labelFlush": False}
    title = {"color": ink, "anchor": "start", "frame": "group", "fontSize": 12, "subtitleFontSize": 11}
    return {
        "aria": False,
        "background": "transparent",
        "font": "sans-serif",
        "axis": {**words, **lines, **labels},
        "legend": {**words, "orient": "top", "columns": 0, "labelFontSize": 11},
        "title": {**title, "subtitleColor": quiet},
        "view": {"stroke": None},
    }
