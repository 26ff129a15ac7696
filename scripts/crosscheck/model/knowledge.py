"""Everything we know, in one immutable object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Protocol, TypeVar

from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Comparison, Decision
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment, Framework, Source, Tool, Topic
from crosscheck.model.vocabulary import Device
from crosscheck.yaml_lines import Document


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_HasId)


def by_id(records: Iterable[R]) -> Mapping[str, R]:
    """Index records by id; of two with one id the first stands (a rule reports the second)."""
    index: dict[str, R] = {}
    for record in records:
        index.setdefault(record.id, record)
    return MappingProxyType(index)


@dataclass(frozen=True)
class Knowledge:
    """All records in file order, with indexes. Nothing in it changes after loading."""

    topics: tuple[Topic, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    environments: tuple[Environment, ...] = ()
    sources: tuple[Source, ...] = ()
    tools: tuple[Tool, ...] = ()
    claims: tuple[Claim, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    pairs: tuple[Pair, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Text of each environment's requirement file, by environment id."""
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    """What was read, by file: the marks that give a problem its line."""

    @cached_property
    def topic(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return by_id(self.topics)

    @cached_property
    def framework(self) -> Mapping[str, Framework]:
        """Frameworks by id."""
        return by_id(self.frameworks)

    @cached_property
    def environment(self) -> Mapping[str, Environment]:
        """Environments by id."""
        return by_id(self.environments)

    @cached_property
    def source(self) -> Mapping[str, Source]:
        """Sources by id."""
        return by_id(self.sources)

    @cached_property
    def tool(self) -> Mapping[str, Tool]:
        """Tools by id."""
        return by_id(self.tools)

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return by_id(self.claims)

    @cached_property
    def pair(self) -> Mapping[str, Pair]:
        """Pairs by id."""
        return by_id(self.pairs)

    @cached_property
    def checks(self) -> Mapping[str, Pair]:
        """The pair of each check, by the check's full id."""
        return MappingProxyType({ref: pair for pair in self.pairs for ref in pair.check_ids()})

    @cached_property
    def assertions_on(self) -> Mapping[str, tuple[Assertion, ...]]:
        """What sources say that each claim answers, by claim id, in file order."""
        found: dict[str, list[Assertion]] = {}
        for assertion in self.assertions:
            found.setdefault(assertion.claim, []).append(assertion)
        return MappingProxyType({id_: tuple(some) for id_, some in found.items()})

    @cached_property
    def claims_on_pair(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims that cite a check of each pair, by pair id, in file order."""
        found: dict[str, dict[str, Claim]] = {}
        for claim in self.claims:
            for ref in claim.evidence.checks:
                found.setdefault(ref.partition("#")[0], {})[claim.id] = claim
        return MappingProxyType({id_: tuple(some.values()) for id_, some in found.items()})

    @property
    def default_environment(self) -> Environment | None:
        """The environment of pairs that name none."""
        return next((e for e in self.environments if e.default), None)

    def environment_of(self, pair: Pair, device: Device | None = None) -> Environment | None:
        """Return the environment a pair runs in, on the device whose runs decide unless said; None when there is none.

        On a card it is the one declared for cards. A pair with needs of its own does not run there.
        """
        device = device or pair.device
        own = self.environment.get(pair.environment) if pair.environment else self.default_environment
        made = [environment for environment in self.environments if environment.device is device]
        if device is Device.CPU or own in made or not made:
            return own
        return None if pair.environment else made[0]

    def claims_on(self, accept: Callable[[Claim], bool]) -> tuple[Claim, ...]:
        """Return the claims that `accept` holds for, in file order."""
        return tuple(claim for claim in self.claims if accept(claim))

    def claims_of_pair(self, pair: Pair) -> tuple[Claim, ...]:
        """Return the claims that cite a check of this pair."""
        return self.claims_on_pair.get(pair.id, ())
