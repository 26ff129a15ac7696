"""llms.txt, llms-full.txt and robots.txt: the site for programs that read text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosscheck.model.claims import Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import absolute, permanent
from crosscheck.render.api_objects import LISTS
from crosscheck.standing import Stand

Stands = Mapping[str, Stand]

HEAD = """# Crosscheck

> PyTorch or TensorFlow? Claims with sources, dates and verdicts; what code can settle is proved by scripts that re-run.

A claim has a verdict (true, depends, outdated, false, unproven, opinion) and a standing, which is computed (proved,
contradicted, stale, sourced, overdue). Do not rely on a contradicted claim. Quote a claim with its verdict, its
standing and the date of its review. Data and text are under CC BY 4.0.
"""


def text_files(knowledge: Knowledge, stands: Stands) -> Iterator[tuple[str, str]]:
    """Yield each file's path below the docs folder and its text."""
    yield "llms.txt", _short(knowledge)
    yield "llms-full.txt", _full(knowledge, stands)
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {absolute('sitemap.xml')}\n"


def _link(title: str, path: str, about: str) -> str:
    return f"- [{_plain(title)}]({absolute(path)}): {' '.join(about.split())}"


def _plain(text: str) -> str:
    """Keep a title from ending its own link."""
    return " ".join(text.replace("[", "(").replace("]", ")").split())


def _short(knowledge: Knowledge) -> str:
    parts = {
        "Answers": [
            _link(scenario.title, f"decide/{decision.id}/{scenario.id}/", scenario.in_short)
            for decision in knowledge.decisions
            for scenario in decision.scenarios
        ],
        "Tables": [_link(c.title, f"compare/{c.id}/", c.about) for c in knowledge.comparisons],
        "Claims by topic": [_link(t.title, f"claims/{t.id}/", t.about) for t in knowledge.topics],
        "Look up": [
            _link("Pairs", "pairs/", "The same task in each framework, run and compared."),
            _link("Tools", "tools/", "Status, last release and successor of each tool."),
            _link("Heard it said", "heard/", "What articles say, with verdicts."),
            _link("Changes", "changes/", "What changed, and when."),
            _link("Method", "about/method/", "How claims are ruled on and proved."),
        ],
        "Data": [
            _link("All claims as text", "llms-full.txt", "Statement, verdict, standing, dates and reasoning."),
            *(_link(f"{one.name}.json", f"api/v1/{one.name}.json", one.about) for one in LISTS),
        ],
    }
    return HEAD + "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts.items() if lines)


def _full(knowledge: Knowledge, stands: Stands) -> str:
    text = HEAD
    for topic in knowledge.topics:
        claims = [claim for claim in knowledge.claims if claim.topic == topic.id]
        if claims:
            text += f"\n## {_plain(topic.title)}\n" + "".join(_claim(claim, stands[claim.id]) for claim in claims)
    return text


def _claim(claim: Claim, stand: Stand) -> str:
    head = f"Verdict: {claim.verdict}. Standing: {stand.standing}. Reviewed {claim.reviewed}."
    reasoning = " ".join(claim.reasoning.split())
    return f"\n### {_plain(claim.statement)}\n\n{head} {absolute(permanent(claim))}\n\n{reasoning}\n"
