"""Nothing stands in the data that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.rules import Finding, Rule, Scope


def _sources(scope: Scope) -> Iterator[Finding]:
    knowledge = scope.knowledge
    used = {s for tool in knowledge.tools for s in tool.sources}
    used |= {s for framework in knowledge.frameworks for s in framework.sources}
    used |= {citation.id for claim in knowledge.claims for citation in claim.evidence.sources}
    used |= {change.source for claim in knowledge.claims for change in claim.changes}
    used |= {assertion.source for assertion in knowledge.assertions}
    for source in knowledge.sources:
        if source.id not in used:
            yield Finding(source, ("id",), "nothing cites this source", "cite it or remove it", source.id)


def _pairs(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        if not scope.knowledge.claims_of_pair(pair):
            yield Finding(
                pair, (), "no claim cites a check of this pair", "cite one in a claim or remove the pair", pair.id
            )


def _topics(scope: Scope) -> Iterator[Finding]:
    used = {claim.topic for claim in scope.knowledge.claims} | {pair.topic for pair in scope.knowledge.pairs}
    for topic in scope.knowledge.topics:
        if topic.id not in used:
            yield Finding(topic, ("id",), "no claim or pair has this topic", "use it or remove it", topic.id)


RULES = [
    Rule("source-unused", "Every source is cited.", _sources),
    Rule("pair-orphan", "Every pair supports a claim.", _pairs),
    Rule("topic-unused", "Every topic has a claim or a pair.", _topics),
]
