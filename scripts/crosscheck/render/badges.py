"""Badges: what shields.io's endpoint reads, and the same drawn, for one claim, a framework and the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from crosscheck.model.claims import Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Standing
from crosscheck.render.engine import render
from crosscheck.standing import Stand
from crosscheck.tables import standing_counts

Stands = Mapping[str, Stand]

FOLDER = "api/v1/badges"
COLOURS: Mapping[Standing, str] = {
    Standing.PROVED: "1a7f37",
    Standing.SOURCED: "2f5f9e",
    Standing.STALE: "6a6a6a",
    Standing.OVERDUE: "8a5a00",
    Standing.CONTRADICTED: "b3261e",
}
"""White text on each has a contrast of at least 4.5; the word beside it says the same."""

WIDTH = 7
"""Pixels a character takes at most in an 11-pixel sans-serif; the text is fitted to it."""


def badge_files(knowledge: Knowledge, stands: Stands) -> Iterator[tuple[str, str]]:
    """Yield each badge's path below the docs folder and its text. A former id keeps its badge."""
    for claim in knowledge.claims:
        standing = stands[claim.id].standing
        label, message = "crosscheck", f"{claim.verdict}, {standing}"
        for id_ in (claim.id, *claim.formerly):
            yield f"{FOLDER}/claims/{id_}.json", endpoint(label, message, standing)
    groups: dict[str, tuple[str, Sequence[Claim]]] = {"all": ("crosscheck", knowledge.claims)}
    for framework in knowledge.frameworks:
        mine = knowledge.claims_on(lambda claim, id_=framework.id: id_ in claim.frameworks)  # type: ignore[misc]
        groups[f"frameworks/{framework.id}"] = (f"crosscheck: {framework.name}", mine)
    for name, (label, claims) in groups.items():
        message, standing = summary(claims, stands)
        yield f"{FOLDER}/{name}.json", endpoint(label, message, standing)
        yield f"{FOLDER}/{name}.svg", drawn(label, message, standing)


def summary(claims: Sequence[Claim], stands: Stands) -> tuple[str, Standing]:
    """Return how many claims are proved, or, while any is, how many are contradicted."""
    counts = standing_counts(claims, stands)
    if counts[Standing.CONTRADICTED]:
        return f"{counts[Standing.CONTRADICTED]} of {len(claims)} claims contradicted", Standing.CONTRADICTED
    return f"{counts[Standing.PROVED]} of {len(claims)} claims proved", Standing.PROVED


def endpoint(label: str, message: str, standing: Standing) -> str:
    """Write what shields.io's endpoint badge reads."""
    wrong = standing is Standing.CONTRADICTED
    data = {"schemaVersion": 1, "label": label, "message": message, "color": COLOURS[standing], "isError": wrong}
    return json.dumps(data) + "\n"


def drawn(label: str, message: str, standing: Standing) -> str:
    """Draw the badge as SVG."""
    left, right = (WIDTH * len(text) + 10 for text in (label, message))
    return render("badge.svg", label=label, message=message, left=left, right=right, colour=COLOURS[standing]) + "\n"
