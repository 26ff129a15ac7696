"""How many statements got which verdict: a row a source or topic, a column a verdict, a bar and its number in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crosscheck.model.claims import Assertion
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Verdict
from crosscheck.render.pictures.draw import LABELS, SCHEMES, TONES, Picture, Spec, wrapped
from crosscheck.tables import verdict_counts

TONE = {
    Verdict.TRUE: "good",
    Verdict.DEPENDS: "wait",
    Verdict.OUTDATED: "wait",
    Verdict.FALSE: "bad",
    Verdict.UNPROVEN: "calm",
    Verdict.OPINION: "calm",
}


def verdicts(knowledge: Knowledge) -> Iterator[Picture]:
    """Yield the pictures by source and by topic, where a source says anything."""
    if knowledge.assertions:
        yield _picture(knowledge, "verdicts-by-source", _by_source(knowledge))
        yield _picture(knowledge, "verdicts-by-topic", _by_topic(knowledge))


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


def _picture(knowledge: Knowledge, name: str, groups: Mapping[str, Sequence[Assertion]]) -> Picture:
    rows: list[Spec] = [
        {"group": wrapped(group, 36), "verdict": verdict.value, "statements": number}
        for group, some in groups.items()
        for verdict, number in verdict_counts(some, knowledge).items()
    ]
    total = sum(row["statements"] for row in rows)
    says = (
        f"A table of bars with a number on each: {total} statements, a row for each of {len(groups)} "
        f"{'sources' if name.endswith('source') else 'topics'}, a column for each verdict. "
        "The table on this page holds the numbers."
    )
    most = max(row["statements"] for row in rows)

    def spec(scheme: str) -> Spec:
        columns = [_column(verdict, rows, most, scheme) for verdict in Verdict]
        return {"hconcat": columns, "spacing": 10}

    return Picture(name, says, spec)


def _column(verdict: Verdict, rows: Sequence[Spec], most: int, scheme: str) -> Spec:
    """Draw one verdict's column; only the first names the rows."""
    mine = [row for row in rows if row["verdict"] == verdict.value]
    first = verdict is next(iter(Verdict))
    axis = {**LABELS, "ticks": False, "domainColor": SCHEMES[scheme]["quiet"], "labels": first}
    down = {"field": "group", "type": "nominal", "title": None, "sort": None, "axis": axis, "scale": {"padding": 0.25}}
    across = {"field": "statements", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.35]}}
    bar = {"type": "bar", "color": TONES[scheme][TONE[verdict]], "height": {"band": 0.8}}
    text = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": SCHEMES[scheme]["ink"]}
    number = {"field": "statements", "type": "quantitative"}
    label = {"mark": text, "transform": [{"filter": "datum.statements > 0"}], "encoding": {"text": number}}
    return {
        "title": {"text": verdict.value, "offset": 4},
        "data": {"values": mine},
        "width": 66,
        "height": {"step": 44 if max(row["group"].count("|") for row in rows) > 1 else 30},
        "encoding": {"y": down, "x": across},
        "layer": [{"mark": bar}, label],
    }
