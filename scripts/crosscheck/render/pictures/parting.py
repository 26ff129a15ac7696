"""Where two scripts part: a panel a check, with what was compared or by how much it differs, element by element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from crosscheck.ledger import Ledger
from crosscheck.model.checks import Check, Differs
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Compared
from crosscheck.parting import allowed
from crosscheck.render.pictures.draw import SCHEMES, TONES, Picture, Spec, by_framework, wrapped

Named = tuple[Check, Compared]


def parting(knowledge: Knowledge, ledger: Ledger) -> Iterator[Picture]:
    """Yield a picture for each pair of which a check compared two numbers or more across frameworks."""
    for pair in knowledge.pairs:
        environment = knowledge.environment_of(pair)
        run = ledger.of(pair.id, environment.id) if environment else None
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
    first, *_ = compared.values
    texts = []
    for other, some in compared.differences.items():
        both = f"{names[first]} and {names[other]}"
        at = compared.first_apart.get(other)
        where = "nowhere apart by more than allowed" if at is None else f"first apart at element {at}"
        where = "nowhere apart by as much as wanted" if at is None and isinstance(check, Differs) else where
        texts.append(f"{check.states} {both}: {where}, largest difference shown {max(some):.3g}.")
    return " ".join(texts)


def _spec(shown: Sequence[Named], names: dict[str, str], scheme: str) -> Spec:
    panels = [
        _both(check, compared, names, scheme) if isinstance(check, Differs) else _distances(check, compared, scheme)
        for check, compared in shown
    ]
    return {"vconcat": panels, "spacing": 20, "resolve": {"scale": {"color": "independent", "shape": "independent"}}}


def _frame(check: Check, compared: Compared, line: str) -> Spec:
    kept = len(next(iter(compared.values.values())))
    some = f"; the first {kept} of {compared.size} elements" if kept < compared.size else ""
    title = {"text": wrapped(check.states, 70).split("|"), "subtitle": f"{line}{some}", "offset": 8}
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
    joined = [
        {"at": at, "value": compared.values[next(iter(compared.values))][at], "to": compared.values[other][at]}
        for other, distances in compared.differences.items()
        for at, distance in enumerate(distances)
        if distance >= check.by
    ]
    hues, shapes = by_framework([names[framework] for framework in compared.values], scheme)
    hue = {"field": "framework", "type": "nominal", "title": None, "scale": hues}
    shape = {"field": "framework", "type": "nominal", "title": None, "scale": shapes}
    up = {"field": "value", "type": "quantitative", "title": "value", "axis": {"tickCount": 5}}
    line = {"type": "rule", "color": SCHEMES[scheme]["quiet"], "strokeWidth": 1.2}
    to = {"y2": {"field": "to"}}
    point = {"type": "point", "filled": True, "size": 50, "opacity": 1}
    return {
        **_frame(check, compared, f"Both values; joined where they are {check.by:g} or more apart"),
        "encoding": {"x": _across(compared)},
        "layer": [
            {"data": {"values": joined}, "mark": line, "encoding": {"y": up, **to}},
            {"data": {"values": rows}, "mark": point, "encoding": {"y": up, "color": hue, "shape": shape}},
            *_first(compared, scheme),
        ],
    }


def _distances(check: Check, compared: Compared, scheme: str) -> Spec:
    """Draw how far apart the elements are, on a logarithmic scale, below or above the line of what is allowed."""
    rows: list[Spec] = []
    for other, distances in compared.differences.items():
        limits = allowed(check, np.asarray(compared.values[other]))
        rows += [
            {"at": at, "distance": distance, "allowed": float(f"{limit:.3g}"), "within": _within(at, other, compared)}
            for at, (distance, limit) in enumerate(zip(distances, limits, strict=True))
        ]
    positive = [row[key] for row in rows for key in ("distance", "allowed") if row[key] > 0]
    floor = 10.0 ** np.floor(np.log10(min(positive)) - 1)
    for row in rows:
        row["shown"] = max(row["distance"], floor)
        row["reads"] = "equal" if not row["distance"] else row["within"]
        row["allowed"] = max(row["allowed"], floor)
    scale = {"type": "log", "domain": [floor, 10.0 ** np.ceil(np.log10(max(positive) * 1.5))], "nice": False}
    axis = {"format": "~e", "tickCount": 5}
    up = {"type": "quantitative", "title": "difference", "scale": scale, "axis": axis}
    tones = TONES[scheme]
    words = ["equal", "within", "apart"]
    hue = {"domain": words, "range": [SCHEMES[scheme]["quiet"], tones["accent"], tones["bad"]]}
    shapes = {"domain": words, "range": ["triangle-down", "circle", "cross"]}
    meaning = {"field": "reads", "type": "nominal", "title": None}
    dashes = {"type": "line", "strokeDash": [5, 3], "color": SCHEMES[scheme]["ink"], "interpolate": "step"}
    return {
        **_frame(check, compared, "Difference, logarithmic; the dashed line is what the check allows"),
        "data": {"values": rows},
        "encoding": {"x": _across(compared)},
        "layer": [
            {"mark": dashes, "encoding": {"y": {**up, "field": "allowed"}}},
            {
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": {
                    "y": {**up, "field": "shown"},
                    "color": {**meaning, "scale": hue},
                    "shape": {**meaning, "scale": shapes},
                },
            },
            *_first(compared, scheme),
        ],
    }


def _within(at: int, other: str, compared: Compared) -> str:
    first = compared.first_apart.get(other)
    return "apart" if first is not None and at >= first else "within"


def _first(compared: Compared, scheme: str) -> Iterator[Spec]:
    """Mark the first element at which they part, where it is among those shown."""
    kept = len(next(iter(compared.values.values())))
    places = [{"at": at, "word": f"first apart: {at}"} for at in compared.first_apart.values() if at < kept]
    if places:
        ink = SCHEMES[scheme]["ink"]
        line = {"type": "rule", "strokeDash": [2, 3], "color": ink}
        word = {"type": "text", "align": "left", "dx": 4, "y": -5, "fontSize": 11, "color": ink}
        yield {"data": {"values": places}, "mark": line}
        yield {"data": {"values": places}, "mark": word, "encoding": {"text": {"field": "word"}}}
