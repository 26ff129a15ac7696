"""Every id that a record names exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crosscheck.model.base import Record
from crosscheck.problems import Path, suggest
from crosscheck.rules import Finding, Rule, Scope

Reference = tuple[Record, Path, str, str]
"""The record that refers, the path, the noun referred to, the id."""


def _all(scope: Scope) -> Iterator[Reference]:
    knowledge = scope.knowledge
    for framework in knowledge.frameworks:
        yield from _many(framework, ("sources",), "source", framework.sources)
    for tool in knowledge.tools:
        yield from _many(tool, ("sources",), "source", tool.sources)
        yield from _many(tool, ("checks",), "check", tool.checks)
        yield from _many(tool, ("frameworks",), "framework", tool.frameworks)
        if tool.successor:
            yield tool, ("successor",), "tool", tool.successor
    for environment in knowledge.environments:
        yield from _many(environment, ("frameworks",), "framework", environment.frameworks)
    for assertion in knowledge.assertions:
        yield assertion, ("source",), "source", assertion.source
        yield assertion, ("claim",), "claim", assertion.claim
    yield from _of_claims(scope)
    yield from _of_pairs(scope)
    yield from _of_tables(scope)


def _of_claims(scope: Scope) -> Iterator[Reference]:
    for claim in scope.knowledge.claims:
        yield claim, ("topic",), "topic", claim.topic
        yield from _many(claim, ("frameworks",), "framework", claim.frameworks)
        yield from _many(claim, ("tools",), "tool", claim.tools)
        yield from _many(claim, ("evidence", "checks"), "check", claim.evidence.checks)
        for position, citation in enumerate(claim.evidence.sources):
            yield claim, ("evidence", "sources", position, "id"), "source", citation.id
        for position, change in enumerate(claim.changes):
            yield claim, ("changes", position, "source"), "source", change.source
        for framework in claim.holds_for:
            yield claim, ("holds_for", framework), "framework", framework
        if claim.favours:
            yield claim, ("favours", "framework"), "framework", claim.favours.framework


def _of_pairs(scope: Scope) -> Iterator[Reference]:
    for pair in scope.knowledge.pairs:
        yield pair, ("topic",), "topic", pair.topic
        for key in ("apis", "missing"):
            for framework in getattr(pair, key):
                yield pair, (key, framework), "framework", framework
        if pair.environment:
            yield pair, ("environment",), "environment", pair.environment
        for position, check in enumerate(pair.checks):
            yield from _many(pair, ("checks", position, "in"), "framework", check.in_)


def _of_tables(scope: Scope) -> Iterator[Reference]:
    for comparison in scope.knowledge.comparisons:
        if comparison.topic:
            yield comparison, ("topic",), "topic", comparison.topic
        for position, row in enumerate(comparison.rows):
            for framework, cell in row.cells.items():
                path: Path = ("rows", position, "cells", framework)
                yield comparison, path, "framework", framework
                yield from _many(comparison, (*path, "claims"), "claim", cell.claims)
    for decision in scope.knowledge.decisions:
        for q, question in enumerate(decision.questions):
            for a, answer in enumerate(question.answers):
                here: Path = ("questions", q, "answers", a)
                for w, weight in enumerate(answer.weights):
                    yield decision, (*here, "weights", w, "for"), "framework", weight.for_
                    yield from _many(decision, (*here, "weights", w, "because"), "claim", weight.because)
                for i, instead in enumerate(answer.instead):
                    yield from _many(decision, (*here, "instead", i, "because"), "claim", instead.because)
        for position, alternative in enumerate(decision.alternatives):
            yield from _many(decision, ("alternatives", position, "claims"), "claim", alternative.claims)
        for s, scenario in enumerate(decision.scenarios):
            yield from _many(decision, ("scenarios", s, "claims"), "claim", scenario.claims)


def _many(record: Record, path: Path, noun: str, ids: Collection[str]) -> Iterator[Reference]:
    for position, id_ in enumerate(ids):
        yield record, (*path, position), noun, id_


def _resolve(scope: Scope) -> Iterator[Finding]:
    for record, path, noun, id_ in _all(scope):
        known = getattr(scope.knowledge, "checks" if noun == "check" else noun)
        if id_ not in known:
            mend = suggest(id_, known, f"add the {noun}, or name one that exists")
            yield Finding(record, path, f"there is no such {noun}", mend, id_)


def _answers(scope: Scope) -> Iterator[Finding]:
    for decision in scope.knowledge.decisions:
        choices = {q.id: [a.id for a in q.answers] for q in decision.questions}
        for s, scenario in enumerate(decision.scenarios):
            for question in choices.keys() - scenario.answers.keys():
                yield Finding(decision, ("scenarios", s, "answers"), "a question has no answer", "answer it", question)
            for question, answer in scenario.answers.items():
                path: Path = ("scenarios", s, "answers", question)
                if question not in choices:
                    yield Finding(
                        decision, path, "there is no such question", suggest(question, choices, "remove it"), question
                    )
                elif answer not in choices[question]:
                    mend = suggest(answer, choices[question], f"choose from {', '.join(choices[question])}")
                    yield Finding(decision, path, "there is no such answer", mend, answer)


def _alternatives(scope: Scope) -> Iterator[Finding]:
    for decision in scope.knowledge.decisions:
        known = [alternative.id for alternative in decision.alternatives]
        used = set()
        for q, question in enumerate(decision.questions):
            for a, answer in enumerate(question.answers):
                for i, instead in enumerate(answer.instead):
                    used.add(instead.alternative)
                    if instead.alternative not in known:
                        path: Path = ("questions", q, "answers", a, "instead", i, "alternative")
                        mend = suggest(instead.alternative, known, "add it to the decision's alternatives")
                        yield Finding(decision, path, "there is no such alternative", mend, instead.alternative)
        for position, id_ in enumerate(known):
            if id_ not in used:
                path = ("alternatives", position)
                yield Finding(decision, path, "no answer points to it", "point to it, or remove it", id_)


def _circles(scope: Scope) -> Iterator[Finding]:
    tools = scope.knowledge.tool
    for tool in scope.knowledge.tools:
        seen, here = [tool.id], tool.successor
        while here is not None and here in tools and here not in seen:
            seen.append(here)
            here = tools[here].successor
        if here is not None and here == tool.id:
            path = " → ".join([*seen, here])
            yield Finding(tool, ("successor",), "a tool is its own successor in the end", "break the circle", path)


RULES = [
    Rule("tool-successor", "No tool is its own successor, be it by way of others.", _circles),
    Rule("reference-resolves", "Every id that a record names exists.", _resolve),
    Rule(
        "alternative-known", "Answers point to alternatives of their decision, and each is pointed to.", _alternatives
    ),
    Rule("scenario-answers", "A scenario answers each question of its decision with one of the answers.", _answers),
]
