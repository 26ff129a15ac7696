"""Linked data (schema.org, JSON-LD) as plain dicts; templates put them into a data block with `tojson`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crosscheck.ledger import Ledger
from crosscheck.model.comparisons import Decision, Scenario
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import AUTHORS, SITE, absolute
from crosscheck.render.api_objects import LISTS
from crosscheck.render.csv_files import HEADS

Linked = dict[str, Any]

CONTEXT = {"@context": "https://schema.org"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PUBLISHER = {"@type": "Organization", "name": AUTHORS, "url": SITE}


def dataset(knowledge: Knowledge, ledger: Ledger) -> Linked:
    """Describe the whole as a data set with its files."""
    return {
        **CONTEXT,
        "@type": "Dataset",
        "name": "Crosscheck: PyTorch or TensorFlow, with evidence that re-runs",
        "description": (
            f"{len(knowledge.claims)} claims that compare {' and '.join(f.name for f in knowledge.frameworks)}, with"
            " sources, dates and verdicts, and paired scripts whose recorded runs prove or contradict them."
        ),
        "url": absolute("about/data/"),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": PUBLISHER,
        "dateModified": modified(knowledge, ledger),
        "keywords": [framework.name for framework in knowledge.frameworks],
        "distribution": [
            *(_download(f"api/v1/{one.name}.json", "application/json", one.about) for one in LISTS),
            *(_download(f"api/v1/{n}.csv", "text/csv", _about(n)) for n in HEADS),
        ],
    }


def modified(knowledge: Knowledge, ledger: Ledger) -> str:
    """Return the day of the newest review or run."""
    days = [claim.reviewed.isoformat() for claim in knowledge.claims]
    return max([*days, *(run.when[:10] for run in ledger.runs.values())], default="")


def _about(name: str) -> str:
    return next((one.about for one in LISTS if one.name == name), "Each check with its latest result.")


def _download(path: str, form: str, about: str) -> Linked:
    return {
        "@type": "DataDownload",
        "name": path,
        "description": about,
        "encodingFormat": form,
        "contentUrl": absolute(path),
    }


def article(title: str, about: str, path: str, claims: Sequence[str], knowledge: Knowledge) -> Linked:
    """Describe a page that rests on claims as an article, dated by the newest review of these."""
    newest = max((knowledge.claim[id_].reviewed for id_ in claims if id_ in knowledge.claim), default=None)
    return {
        **CONTEXT,
        "@type": "TechArticle",
        "headline": title,
        "description": about,
        "url": absolute(path),
        "license": LICENCE,
        "author": PUBLISHER,
        "publisher": PUBLISHER,
        **({"dateModified": newest.isoformat()} if newest else {}),
    }


def decision_article(decision: Decision, knowledge: Knowledge) -> Linked:
    """Describe a decision's page."""
    weights = [w for question in decision.questions for answer in question.answers for w in answer.weights]
    claims = [id_ for weight in weights for id_ in weight.because]
    return article(decision.title, decision.question, f"decide/{decision.id}/", claims, knowledge)


def scenario_article(decision: Decision, scenario: Scenario, knowledge: Knowledge) -> Linked:
    """Describe a scenario's page."""
    path = f"decide/{decision.id}/{scenario.id}/"
    return article(scenario.title, scenario.in_short, path, scenario.claims, knowledge)


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Linked:
    """Describe the way from the home page to a page, given as titles and page paths."""
    steps = [("Crosscheck", ""), *trail]
    return {
        **CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": absolute(path)}
            for number, (title, path) in enumerate(steps, 1)
        ],
    }
