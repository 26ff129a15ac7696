"""Pairs have both halves, in the right folder, and checks that look at something."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from functools import lru_cache

from crosscheck.model.checks import Between, Equal, across
from crosscheck.model.pairs import Pair
from crosscheck.model.vocabulary import Coverage
from crosscheck.problems import WARNING
from crosscheck.rules import Finding, Rule, Scope


def _gaps(scope: Scope, coverage: Coverage) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        for framework in scope.knowledge.frameworks:
            absent = framework.id not in pair.scripts and framework.id not in pair.missing
            if framework.coverage is coverage and absent:
                mend = f"write in_{framework.id}.py, or say under missing why it cannot exist"
                yield Finding(pair, (), f"the script for {framework.name} is not there", mend, pair.id)


def _halves(scope: Scope) -> Iterator[Finding]:
    yield from _gaps(scope, Coverage.FULL)


def _growing(scope: Scope) -> Iterator[Finding]:
    yield from _gaps(scope, Coverage.GROWING)


def _excuses(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        for framework in pair.missing:
            if framework in pair.scripts:
                yield Finding(pair, ("missing", framework), "the script is there", "remove the excuse", framework)


def _scripts(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        for name, text in pair.scripts.items():
            if name not in scope.knowledge.framework:
                yield Finding(
                    pair, (), f"in_{name}.py belongs to no framework", "name it in_<framework>.py, or remove it", name
                )
            if wrong := _read(text)[1]:
                yield Finding(pair, (), f"in_{name}.py is not Python: {wrong}", "mend the script", name)
        texts = list(pair.scripts.values())
        if len(set(texts)) < len(texts):
            yield Finding(pair, (), "two scripts are the same text", "write each in its own framework", pair.id)


def _folder(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        parent = pair.folder.split("/")[-2]
        if pair.topic in scope.knowledge.topic and parent != pair.topic:
            yield Finding(
                pair,
                ("topic",),
                f'the pair stands in the folder "{parent}"',
                "move it, or change the topic",
                pair.topic,
            )


@lru_cache(maxsize=4096)
def _read(script: str) -> tuple[frozenset[str], str | None]:
    """Return the names that a script binds outside functions and classes, and why it is not Python if it is not."""
    try:
        table = symtable.symtable(script, "<unknown>", "exec")
    except (SyntaxError, ValueError) as error:
        return frozenset(), str(error)
    return frozenset(symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()), None


def looked_at(pair: Pair, in_: tuple[str, ...]) -> list[str]:
    """Return the frameworks whose scripts a check looks at."""
    return [framework for framework in (in_ or pair.scripts) if framework in pair.scripts]


def _targets(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        for position, check in enumerate(pair.checks):
            frameworks = looked_at(pair, check.in_)
            path = ("checks", position)
            if not frameworks or (across(check) and len(frameworks) < 2):
                yield Finding(
                    pair, path, "the check has nothing to compare", "name scripts that exist, or a value", check.id
                )
            for key in ("of", "to"):
                name = getattr(check, key, None)
                for framework in frameworks if name else ():
                    names, _ = _read(pair.scripts[framework])
                    if names and name not in names:
                        yield Finding(
                            pair,
                            (*path, key),
                            f"in_{framework}.py binds no such variable",
                            "name one of its variables",
                            name,
                        )


def _possible(scope: Scope) -> Iterator[Finding]:
    for pair in scope.knowledge.pairs:
        for position, check in enumerate(pair.checks):
            path = ("checks", position)
            if isinstance(check, Between) and check.low > check.high:
                yield Finding(pair, (*path, "low"), "the bounds are the wrong way round", "swap them", str(check.low))
            if isinstance(check, Equal) and check.to and check.value is not None:
                yield Finding(pair, path, "both value and to are given", "keep one of the two", check.id)
            if getattr(check, "to", None) == getattr(check, "of", 0):
                yield Finding(pair, (*path, "to"), "a variable is compared with itself", "name another", check.id)


RULES = [
    Rule("pair-halves", "Both scripts exist, or the pair says why one cannot.", _halves),
    Rule("pair-gap", "A framework that is being added lacks scripts.", _growing, WARNING),
    Rule("pair-excuse", "An excuse for a missing script goes when the script comes.", _excuses),
    Rule("pair-scripts", "Scripts are Python, named after a framework, and differ.", _scripts),
    Rule("pair-folder", "A pair stands in the folder of its topic.", _folder),
    Rule("check-target", "A check looks at variables that the scripts bind.", _targets),
    Rule("check-possible", "A check can both hold and fail.", _possible),
]
