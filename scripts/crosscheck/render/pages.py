"""Which pages there are, and what each is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from crosscheck.history import History
from crosscheck.ledger import Ledger
from crosscheck.model.checks import Measured
from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.vocabulary import Mark, Outcome, Standing, ToolGroup, ToolStatus, Verdict
from crosscheck.nouns import NOUNS
from crosscheck.render.addresses import entries
from crosscheck.render.api import api_index, totals
from crosscheck.render.changes import by_month, changes, what_changed
from crosscheck.render.engine import page_text, render
from crosscheck.render.jsonld import dataset
from crosscheck.render.pictures import Drawn
from crosscheck.render.reference import fields_of
from crosscheck.render.view import Site
from crosscheck.rules import all_rules
from crosscheck.standing import Stand
from crosscheck.tables import lines, standing_counts, verdict_counts

WORDS = {"Verdict": Verdict, "Standing": Standing, "ToolStatus": ToolStatus, "Mark": Mark, "Outcome": Outcome}

LATELY = 6
"""So many changes the home page shows."""


@dataclass(frozen=True)
class Page:
    """A file to write below the docs folder."""

    path: str
    text: str


class Make(Protocol):
    """Renders one page."""

    def __call__(self, path: str, title: str, template: str, description: str, **values: object) -> Page:
        """Return the finished page."""
        ...


def pages(
    knowledge: Knowledge,
    ledger: Ledger,
    stands: Mapping[str, Stand],
    today: date,
    drawn: Sequence[Drawn] = (),
    history: History | None = None,
) -> Iterator[Page]:
    """Yield every generated page, in a stable order."""
    shown = {picture.name: picture for picture in drawn}

    def make(path: str, title: str, template: str, description: str, **values: object) -> Page:
        site = Site(knowledge, ledger, stands, today, path)
        html = render(
            template, site=site, k=knowledge, stands=stands, words=WORDS, pictures=shown, title=title, **values
        )
        return Page(path, page_text(title, html, description, sought=not path.startswith("to/")))

    yield make(
        "index.md",
        "PyTorch or TensorFlow?",
        "home.html",
        "Claims with evidence, and the evidence re-runs.",
        counts=standing_counts(knowledge.claims, stands),
        changed=what_changed(knowledge, history or History(), LATELY),
    )
    yield from _decide(knowledge, make)
    yield from _compare(knowledge, stands, make)
    yield from _claims(knowledge, stands, make)
    yield from _heard(knowledge, make)
    yield from _pairs(knowledge, make)
    yield from _machines(knowledge, ledger, history or History(), make)
    for noun, leading in entries(knowledge).items():
        about = f"Addresses that go on leading to {noun}, whatever moves."
        title = f"Permanent addresses of {noun}"
        yield make(f"to/{noun}.md", title, "permanent.html", about, noun=noun, leading=leading)
    groups = {group: [t for t in knowledge.tools if t.group is group] for group in ToolGroup}
    yield make(
        "tools/index.md",
        "Tools",
        "tools.html",
        "Is it still alive? Status, last release and successor of every tool.",
        groups=groups,
    )
    cited = _cited(knowledge)
    yield make("sources/index.md", "Sources", "sources.html", "Every document that is cited, and where.", cited=cited)
    yield make("runs/index.md", "Environments and runs", "runs.html", "What was run where, and how to run it again.")
    reference = [(noun, fields_of(noun)) for noun in NOUNS]
    yield make(
        "about/data-model.md",
        "Data model",
        "reference.html",
        "Every key, word and rule.",
        reference=reference,
        rules=all_rules(),
    )


def _decide(knowledge: Knowledge, make: Make) -> Iterator[Page]:
    yield make(
        "decide/index.md",
        "Decide",
        "decide_index.html",
        "Questions whose answers move a tally, each because of named claims.",
    )
    for decision in knowledge.decisions:
        yield make(f"decide/{decision.id}.md", decision.title, "decide.html", decision.question, decision=decision)
        for scenario in decision.scenarios:
            path = f"decide/{decision.id}/{scenario.id}.md"
            yield make(path, scenario.title, "scenario.html", scenario.in_short, decision=decision, scenario=scenario)


def _compare(knowledge: Knowledge, stands: Mapping[str, Stand], make: Make) -> Iterator[Page]:
    gathered = [line for one in knowledge.comparisons if one.topic for line in lines(one, knowledge, stands)]
    about = "Every criterion for both frameworks, to sort and filter; every cell quotes claims."
    yield make("compare/index.md", "Compare", "compare_index.html", about, lines=gathered)
    for comparison in knowledge.comparisons:
        yield make(
            f"compare/{comparison.id}.md", comparison.title, "compare.html", comparison.about, comparison=comparison
        )


def _claims(knowledge: Knowledge, stands: Mapping[str, Stand], make: Make) -> Iterator[Page]:
    by_topic = {t.id: [c for c in knowledge.claims if c.topic == t.id] for t in knowledge.topics}
    counts = {id_: standing_counts(claims, stands) for id_, claims in by_topic.items()}
    yield make(
        "claims/index.md",
        "Claims",
        "claims_index.html",
        "Every sentence we rule on, by topic.",
        by_topic=by_topic,
        counts=counts,
    )
    ratios = (p.topic for p in knowledge.pairs for c in p.checks if isinstance(c, Measured) and c.unit == "x")
    ratios_on = next(ratios, "")
    for topic in knowledge.topics:
        yield make(
            f"claims/{topic.id}.md",
            f"Claims: {topic.title}",
            "claims.html",
            topic.about,
            topic=topic,
            claims=by_topic[topic.id],
            ratios_on=ratios_on,
        )


def _heard(knowledge: Knowledge, make: Make) -> Iterator[Page]:
    by_source: dict[str, list[Assertion]] = defaultdict(list)
    by_topic: dict[str, list[Assertion]] = {topic.id: [] for topic in knowledge.topics}
    for assertion in knowledge.assertions:
        by_source[assertion.source].append(assertion)
        by_topic[knowledge.claim[assertion.claim].topic].append(assertion)
    rows = {id_: verdict_counts(found, knowledge) for id_, found in by_source.items()}
    topics = {id_: verdict_counts(found, knowledge) for id_, found in by_topic.items() if found}
    yield make(
        "heard/index.md",
        "Heard it said",
        "heard_index.html",
        "What articles say, and our verdict on each statement.",
        rows=rows,
        topics=topics,
        all=verdict_counts(knowledge.assertions, knowledge),
    )
    for id_, found in by_source.items():
        source = knowledge.source[id_]
        yield make(
            f"heard/{id_}.md",
            source.title,
            "heard.html",
            "What this source says, with our verdicts.",
            source=source,
            assertions=found,
            counts=rows[id_],
        )


def _pairs(knowledge: Knowledge, make: Make) -> Iterator[Page]:
    names: dict[str, list[Pair]] = defaultdict(list)
    for pair in knowledge.pairs:
        for apis in pair.apis.values():
            for api in apis:
                names[api] += [] if pair in names[api] else [pair]
    ordered = dict(sorted(names.items(), key=lambda item: item[0].casefold()))
    yield make(
        "pairs/index.md",
        "Pairs",
        "pairs_index.html",
        "The same task in each framework, run and compared.",
        names=ordered,
    )
    for pair in knowledge.pairs:
        claims = knowledge.claims_of_pair(pair)
        yield make(f"pairs/{pair.id}.md", pair.title, "pair.html", pair.question, pair=pair, claims=claims)


def _cited(knowledge: Knowledge) -> dict[str, list[Claim]]:
    cited: dict[str, list[Claim]] = defaultdict(list)
    for claim in knowledge.claims:
        for citation in claim.evidence.sources:
            cited[citation.id].append(claim)
    return cited


def _machines(knowledge: Knowledge, ledger: Ledger, history: History, make: Make) -> Iterator[Page]:
    about = "What happened in the world, what our runs turned over, what was reviewed."
    months = by_month(changes(knowledge, history))
    yield make("changes/index.md", "Changes", "changes.html", about, months=months)
    files = api_index(totals(knowledge, ledger, history))
    data = dataset(knowledge, ledger)
    yield make("api/index.md", "Files", "api.html", "Every file for machines, with its schema.", files=files, data=data)
