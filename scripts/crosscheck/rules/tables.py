"""Comparisons are complete, and no weight stands without a claim that carries it."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.records import Framework
from crosscheck.model.vocabulary import Coverage
from crosscheck.problems import WARNING
from crosscheck.rules import Finding, Rule, Scope


def _gaps(scope: Scope, coverage: Coverage) -> Iterator[Finding]:
    columns: list[Framework] = [f for f in scope.knowledge.frameworks if f.coverage is coverage]
    for comparison in scope.knowledge.comparisons:
        for position, row in enumerate(comparison.rows):
            for framework in columns:
                if framework.id not in row.cells:
                    message = f"the row has no cell for {framework.name}"
                    yield Finding(comparison, ("rows", position, "cells"), message, f"add {framework.id}:", row.id)


def _complete(scope: Scope) -> Iterator[Finding]:
    yield from _gaps(scope, Coverage.FULL)


def _growing(scope: Scope) -> Iterator[Finding]:
    yield from _gaps(scope, Coverage.GROWING)


def _cell_claims(scope: Scope) -> Iterator[Finding]:
    for comparison in scope.knowledge.comparisons:
        for position, row in enumerate(comparison.rows):
            for framework, cell in row.cells.items():
                for c, id_ in enumerate(cell.claims):
                    claim = scope.knowledge.claim.get(id_)
                    if claim and framework not in claim.frameworks:
                        path = ("rows", position, "cells", framework, "claims", c)
                        yield Finding(
                            comparison, path, f"the claim does not speak of {framework}", "cite one that does", id_
                        )


def _weights(scope: Scope) -> Iterator[Finding]:
    for decision in scope.knowledge.decisions:
        for q, question in enumerate(decision.questions):
            for a, answer in enumerate(question.answers):
                for w, weight in enumerate(answer.weights):
                    for b, id_ in enumerate(weight.because):
                        claim = scope.knowledge.claim.get(id_)
                        if claim and (claim.favours is None or claim.favours.framework != weight.for_):
                            path = ("questions", q, "answers", a, "weights", w, "because", b)
                            message = f"the claim does not favour {weight.for_}"
                            yield Finding(decision, path, message, "cite one that does, or drop the weight", id_)


def _silent(scope: Scope) -> Iterator[Finding]:
    for decision in scope.knowledge.decisions:
        for q, question in enumerate(decision.questions):
            for a, answer in enumerate(question.answers):
                if bool(answer.weights or answer.instead) == bool(answer.why):
                    message = "an answer moves something or has a why, not both and not neither"
                    yield Finding(decision, ("questions", q, "answers", a), message, "say one of the two", answer.id)


def _on_home(scope: Scope) -> Iterator[Finding]:
    for records in (scope.knowledge.comparisons, scope.knowledge.decisions):
        shown = [record for record in records if record.on_home]
        for record in shown[1:]:
            message = f"{shown[0].id} is on the home page already"
            yield Finding(record, ("on_home",), message, "choose one of them", record.id)


RULES = [
    Rule("home-one", "The home page shows one table and starts one decision.", _on_home),
    Rule("cell-missing", "Each row of a comparison has a cell for each framework of full coverage.", _complete),
    Rule("cell-gap", "A framework that is being added has gaps in its column.", _growing, WARNING),
    Rule("cell-claim", "A cell cites claims that speak of its framework.", _cell_claims),
    Rule("weight-favours", "A weight names claims that favour its side.", _weights),
    Rule("answer-explained", "An answer has weights or an alternative, or says why it moves nothing.", _silent),
]
