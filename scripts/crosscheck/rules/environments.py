"""Environments are pinned, and there is one default."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosscheck.environments import NODE_PIN
from crosscheck.model.vocabulary import Device
from crosscheck.rules import Finding, Rule, Scope

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;#]+)(\s*;.*)?$")


def pins(text: str) -> dict[str, str]:
    """Read `name==version` lines into versions by lower-case name."""
    found = (PIN.match(line.strip()) for line in text.splitlines())
    return {m["name"].lower().replace("_", "-"): m["version"] for m in found if m}


def _default(scope: Scope) -> Iterator[Finding]:
    defaults = [e for e in scope.knowledge.environments if e.default]
    for environment in defaults[1:]:
        yield Finding(environment, ("default",), "there is a second default environment", "keep one", environment.id)
    for environment in defaults:
        if environment.device is not Device.CPU:
            mend = "let one that runs on the processor be it"
            yield Finding(environment, ("default",), "the default environment runs on a card", mend, environment.id)
    if scope.knowledge.environments and not defaults:
        first = scope.knowledge.environments[0]
        yield Finding(first, (), "there is no default environment", "give one of them default: true", first.id)


def _pinned(scope: Scope) -> Iterator[Finding]:
    for environment in scope.knowledge.environments:
        text = scope.knowledge.pins.get(environment.id)
        if text is None:
            files = " or ".join(name for name in (environment.requirements, environment.node) if name)
            mend = "add it below data/environments/"
            yield Finding(environment, ("requirements",), "there is no such file", mend, files)
            continue
        for number, line in enumerate(text.splitlines(), 1):
            bare = line.split("#")[0].strip()
            if bare and not PIN.match(bare) and not (environment.node and NODE_PIN.match(bare)):
                message = f"line {number} is not a pin"
                mend = "write name==version, or name@version for a browser's package, without addresses"
                yield Finding(environment, ("requirements",), message, mend, bare)


RULES = [
    Rule("environment-default", "One environment is the default.", _default),
    Rule("environment-pinned", "An environment's packages are pinned, by name and version alone.", _pinned),
]
