"""Where each noun's records stand, and the class that defines them."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.model.base import Record
from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Comparison, Decision
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment, Framework, Source, Tool, Topic


@dataclass(frozen=True)
class Noun:
    """A kind of record. `plural` is the key at the top of its files."""

    plural: str
    record: type[Record]
    pattern: str
    about: str

    @property
    def schema_name(self) -> str:
        """Name of its editor schema: `pair` for a file with one record, else the plural."""
        return "pair" if self.record is Pair else self.plural


NOUNS = (
    Noun("topics", Topic, "data/topics.yml", "Parts of the comparison."),
    Noun("frameworks", Framework, "data/frameworks/*.yml", "Columns of the comparison."),
    Noun("environments", Environment, "data/environments.yml", "Package sets in which pairs run."),
    Noun("sources", Source, "data/sources/*.yml", "Documents that can be cited."),
    Noun("tools", Tool, "data/tools/*.yml", "Software, services and bodies around the frameworks."),
    Noun("claims", Claim, "data/claims/*.yml", "Sentences that we rule on."),
    Noun("assertions", Assertion, "data/assertions/*.yml", "What sources say."),
    Noun("pairs", Pair, "snippets/*/*/pair.yml", "The same task in each framework."),
    Noun("comparisons", Comparison, "data/comparisons/*.yml", "Tables."),
    Noun("decisions", Decision, "data/decisions/*.yml", "Questions, weights and scenarios."),
)
