"""Where two scripts part: a panel a check, with what was compared or by how much it differs, element by element."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from crosscheck.ledger import Ledger
from crosscheck.model.checks import Check, Differs, allowed
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Compared
from crosscheck.render.pictures.draw import SCHEMES, TONES, Picture, Spec, by_framework, wrapped

SEEN = 0.2
"""A difference of less than this part of the values' range is drawn as a difference, on a logarithmic scale."""
EQUAL, BELOW, ABOVE = "equal", "below the line", "above it: apart"
Named = tuple[Check, Compared]


def parting(knowledge: Knowledge, ledger: Ledger) -> Iterator[Picture]:
    """Yield a picture for each pair of which a check compared two numbers or more across frameworks."""
    for pair in knowledge.pairs:
        run = ledger.latest(pair, knowledge.environment_of(pair))
        found = {check.id: check.compared for check in run.checks} if run else {}
        shown = [(check, there) for check in pair.checks if (there := found.get(check.id)) and _tells(there)]
        if shown:
            yield _picture(pair, shown, {f.id: f.name for f in knowledge.frameworks})


def _tells(compared: Compared) -> bool:
    """Return whether there is anything to see: of elements that are all equal, a sentence says enough."""
    return any(any(some) for some in compared.differences.values())


def _picture(pair: Pair, shown: Sequence[Named], names: dict[str, str]) -> Picture:
    says = "Element by element. " + " ".join(_told(check, compared, names) for check, compared in shown)
    return Picture(
        f"pair-{pair.id}", f"{says} The checks on this page hold the numbers.", lambda s: _spec(shown, names, s)
    )


def _told(check: Check, compared: Compared, names: dict[str, str]) -> str:
    first, *others = compared.values
    texts = []
    for other, some in compared.differences.items():
        at = compared.first_apart.get(other)
        never = "nowhere as far apart as wanted" if isinstance(check, Differs) else "nowhere apart by more than allowed"
        where = never if at is None else f"first apart at element {at}"
        who = f"{names[first]} and {names[other]}" if len(others) > 1 else "they"
        texts.append(f"{who} are {where}, the largest difference shown being {max(some):.3g}")
    return f"{check.states} There {'; '.join(texts)}."


def _far(compared: Compared) -> bool:
    """Return whether the differences are large enough to be seen between the values themselves."""
    values = [value for some in compared.values.values() for value in some]
    most = max(max(some) for some in compared.differences.values())
    return most >= SEEN * (max(values) - min(values))


def _spec(shown: Sequence[Named], names: dict[str, str], scheme: str) -> Spec:
    panels = [
        _both(check, compared, names, scheme)
        if isinstance(check, Differs) and _far(compared)
        else _distances(check, compared, scheme)
        for check, compared in shown
    ]
    return {"vconcat": panels, "spacing": 20, "resolve": {"scale": {"color": "independent", "shape": "independent"}}}


def _frame(check: Check, compared: Compared, line: str) -> Spec:
    kept = len(next(iter(compared.values.values())))
    some = [f"The first {kept} of {compared.size} elements"] if kept < compared.size else []
    title = {"text": wrapped(check.states, 70).split("|"), "subtitle": [line, *some], "offset": 8}
    return {"title": title, "width": 440, "height": 130}


def _across(compared: Compared) -> Spec:
    kept = len(next(iter(compared.values.values())))
    axis = {"tickMinStep": 1, "format": "d", "grid": False}
    scale = {"domain": [-0.5, kept - 0.5], "nice": False}
    return {"field": "at", "type": "quantitative", "title": "element, in order", "axis": axis, "scale": scale}


def _both(check: Differs, compared: Compared, names: dict[str, str], scheme: str) -> Spec:
    """Draw what each framework gave, joined where they are apart by as much as the check wants."""
    rows = [
        {"at": at, "value": value, "framework": names[framework]}
        for framework, values in compared.values.items()
        for at, value in enumerate(values)
    ]
    first, *_ = compared.values.values()
    joined = [
        {"at": at, "value": first[at], "to": compared.values[other][at]}
        for other, distances in compared.differences.items()
        for at, distance in enumerate(distances)
        if distance >= check.by
    ]
    hues, shapes = by_framework([names[framework] for framework in compared.values], scheme)
    hue = {"field": "framework", "type": "nominal", "title": None, "scale": hues}
    shape = {"field": "framework", "type": "nominal", "title": None, "scale": shapes}
    up = {"field": "value", "type": "quantitative", "title": "value", "axis": {"tickCount": 5}}
    line = {"type": "rule", "color": SCHEMES[scheme]["quiet"], "strokeWidth": 1.2}
    point = {"type": "point", "filled": True, "size": 50, "opacity": 1}
    return {
        **_frame(check, compared, f"Both values; joined where they are {check.by:g} or more apart"),
        "encoding": {"x": _across(compared)},
        "layer": [
            {"data": {"values": joined}, "mark": line, "encoding": {"y": up, "y2": {"field": "to"}}},
            {"data": {"values": rows}, "mark": point, "encoding": {"y": up, "color": hue, "shape": shape}},
            *_first(compared, scheme),
        ],
    }


def _distances(check: Check, compared: Compared, scheme: str) -> Spec:
    """Draw how far apart the elements are, on a logarithmic scale, below or above the line of what is allowed."""
    rows = list(_distance_rows(check, compared))
    low, high = _decades([row[key] for row in rows for key in ("distance", "allowed") if row[key] > 0])
    floor = 10.0**low
    shown = [{**row, "distance": max(row["distance"], floor), "allowed": max(row["allowed"], floor)} for row in rows]
    scale = {"type": "log", "domain": [floor, 10.0**high], "nice": False}
    axis = {"format": "~e", "values": [float(f"1e{at}") for at in range(low, high + 1, 1 + (high - low) // 8)]}
    up = {"type": "quantitative", "title": "difference", "scale": scale, "axis": axis}
    hue, shapes = _marks([row["reads"] for row in rows], scheme)
    reads = {"field": "reads", "type": "nominal", "title": None}
    marks = {"color": {**reads, "scale": hue}, "shape": {**reads, "scale": shapes}}
    dashes = {"type": "line", "strokeDash": [5, 3], "color": SCHEMES[scheme]["ink"], "interpolate": "step"}
    point = {"type": "point", "filled": True, "size": 45, "opacity": 1}
    line = "the least that the check wants" if isinstance(check, Differs) else "what the check allows"
    return {
        **_frame(check, compared, f"Difference, logarithmic; the dashed line is {line}"),
        "data": {"values": shown},
        "encoding": {"x": _across(compared)},
        "layer": [
            {"mark": dashes, "encoding": {"y": {**up, "field": "allowed"}, "detail": {"field": "other"}}},
            {"mark": point, "encoding": {"y": {**up, "field": "distance"}, **marks}},
            *_first(compared, scheme),
        ],
    }


def _distance_rows(check: Check, compared: Compared) -> Iterator[Spec]:
    for other, distances in compared.differences.items():
        for at, (distance, right) in enumerate(zip(distances, compared.values[other], strict=True)):
            limit = allowed(check, right)
            reads = _reads(check, distance, limit)
            yield {"at": at, "other": other, "distance": distance, "allowed": float(f"{limit:.3g}"), "reads": reads}


def _decades(positive: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that a panel reaches from and to, with room at its foot for what is equal."""
    return math.floor(math.log10(min(positive))) - 1, math.ceil(math.log10(max(positive) * 1.5))


def _marks(present: Sequence[str], scheme: str) -> tuple[Spec, Spec]:
    """Return the scales for what an element reads; the legend names only what is there."""
    tones = {EQUAL: SCHEMES[scheme]["quiet"], BELOW: TONES[scheme]["accent"], ABOVE: TONES[scheme]["wait"]}
    shapes = {EQUAL: "triangle-down", BELOW: "circle", ABOVE: "cross"}
    words = [word for word in tones if word in present]
    hue = {"domain": words, "range": [tones[word] for word in words]}
    return hue, {"domain": words, "range": [shapes[word] for word in words]}


def _reads(check: Check, distance: float, limit: float) -> str:
    apart = distance >= limit if isinstance(check, Differs) else distance > limit
    return EQUAL if not distance else ABOVE if apart else BELOW


def _first(compared: Compared, scheme: str) -> Iterator[Spec]:
    """Mark the first element at which they part, where it is among those shown."""
    kept = len(next(iter(compared.values.values())))
    places = [{"at": at, "word": f"first apart at {at}"} for at in compared.first_apart.values() if at < kept]
    if places:
        ink = SCHEMES[scheme]["ink"]
        line = {"type": "rule", "strokeDash": [2, 3], "color": ink}
        word = {"type": "text", "align": "left", "dx": 4, "y": -5, "fontSize": 11, "color": ink}
        yield {"data": {"values": places}, "mark": line}
        yield {"data": {"values": places}, "mark": word, "encoding": {"text": {"field": "word"}}}
