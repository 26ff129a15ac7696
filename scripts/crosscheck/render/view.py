"""What every template may ask for: addresses, runs, standings, rulings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from crosscheck.ledger import FOLDER, Ledger, shelf
from crosscheck.model.base import Record
from crosscheck.model.checks import Check
from crosscheck.model.claims import Assertion, Claim
from crosscheck.model.comparisons import Comparison, Decision, Scenario
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment, Tool
from crosscheck.model.runs import CheckRun, Run
from crosscheck.model.vocabulary import Device, Standing, Verdict
from crosscheck.render.addresses import permanent
from crosscheck.render.cite import bibtex, cited, text
from crosscheck.render.engine import href
from crosscheck.render.jsonld import Linked, decision_article, scenario_article
from crosscheck.standing import Stand, why_stale
from crosscheck.tables import Line, contradictions, inherited, lines, ruling
from crosscheck.tallies import Tally, tally

REPOSITORY = "https://github.com/crosscheck-kb/crosscheck"
"""Where edits go. The one place in the package that names it; mkdocs.yml and CITATION.cff do, too."""

COLAB = REPOSITORY.replace("https://github.com/", "https://colab.research.google.com/github/") + "/blob/notebooks"
"""Colab opens notebooks of a public branch; the publishing workflow keeps them in one of that name."""


@dataclass(frozen=True)
class Site:
    """What every template may ask for."""

    knowledge: Knowledge
    ledger: Ledger
    stands: Mapping[str, Stand]
    today: date
    page: str

    def to(self, target: str) -> str:
        """Return the relative address of a page or anchor."""
        return href(self.page, target)

    def claim(self, id_: str) -> str:
        """Return the relative address of a claim."""
        return self.to(f"claims/{self.knowledge.claim[id_].topic}/#{id_}")

    def check(self, ref: str) -> str:
        """Return the relative address of a check."""
        pair, _, check = ref.partition("#")
        return self.to(f"pairs/{pair}/#check-{check}")

    def edit(self, record: Record) -> str:
        """Return the address at which a record's first line can be edited."""
        site = record.site
        return f"{REPOSITORY}/edit/main/{site.file}#L{site.line}"

    def wrong(self, record: Claim | Tool) -> str:
        """Return the address of a form, with the record's id filled in, that says it is wrong."""
        return f"{REPOSITORY}/issues/new?template=wrong-claim.yml&id={record.id}"

    def source_file(self, path: str) -> str:
        """Return the address of a file in the repository."""
        return f"{REPOSITORY}/blob/main/{path}"

    def run(self, pair: Pair) -> Run | None:
        """Return the latest run of a pair in its environment."""
        return self.ledger.latest(pair, self.knowledge.environment_of(pair))

    def runs_in(self, environment: Environment) -> list[tuple[Pair, Run | None]]:
        """Return the pairs that run in an environment, each with its latest run there."""
        k, device = self.knowledge, environment.device
        pairs = [p for p in k.pairs if device in p.devices and k.environment_of(p, device) is environment]
        return [(pair, self.ledger.latest(pair, environment, device)) for pair in pairs]

    def run_on_card(self, pair: Pair) -> Run | None:
        """Return the latest run of a pair on a card, for a pair that also runs on the processor."""
        if pair.device is Device.CUDA or Device.CUDA not in pair.devices:
            return None
        return self.ledger.latest(pair, self.knowledge.environment_of(pair, Device.CUDA), Device.CUDA)

    def why_stale_on_card(self, pair: Pair) -> str | None:
        """Return why a pair's run on a card is not of today, or None when it is."""
        return why_stale(self.knowledge, self.ledger, pair, self.today, Device.CUDA)

    def inherited(self, claims: tuple[str, ...]) -> Standing:
        """Return the standing of what quotes these claims."""
        return inherited(claims, self.stands)

    def assertions_of(self, claim: Claim) -> Sequence[Assertion]:
        """Return what sources say that this claim answers."""
        return self.knowledge.assertions_on.get(claim.id, ())

    def contradictions(self, assertion: Assertion) -> list[Assertion]:
        """Return what is said elsewhere on the same claim and got the opposite verdict."""
        return contradictions(assertion, self.knowledge)

    def assertion(self, assertion: Assertion) -> str:
        """Return the relative address of an assertion."""
        return self.to(f"heard/{assertion.source}/#{assertion.id}")

    def lines(self, comparison: Comparison) -> list[Line]:
        """Return the rows of a comparison with what they inherit."""
        return lines(comparison, self.knowledge, self.stands)

    def scenario(self, decision: Decision, scenario: Scenario) -> str:
        """Return the relative address of a scenario's page."""
        return self.to(f"decide/{decision.id}/{scenario.id}/")

    def wizard(self, decision: Decision, answers: Mapping[str, str]) -> str:
        """Return the relative address of a decision with these answers given."""
        return f"{self.to(f'decide/{decision.id}/')}?{urlencode(answers)}"

    def ruling(self, assertion: Assertion) -> Verdict:
        """Return our verdict on an assertion."""
        return ruling(assertion, self.knowledge)

    def tally(self, decision: Decision, answers: Mapping[str, str]) -> Tally:
        """Add up a scenario's answers."""
        return tally(decision, answers, list(self.knowledge.framework), self.stands)

    def permanent(self, record: Record) -> str:
        """Return the relative address at which a record is found whatever its page is called."""
        return self.to(permanent(record))

    def cited(self, record: Claim | Pair | Comparison) -> tuple[str, str]:
        """Return how to cite a record, as text and as BibTeX."""
        found = cited(record, self.knowledge, self.ledger)
        return text(found), bibtex(found)

    def article(self, decision: Decision, scenario: Scenario | None = None) -> Linked:
        """Return what search engines read of a decision or of one of its scenarios."""
        if scenario:
            return scenario_article(decision, scenario, self.knowledge)
        return decision_article(decision, self.knowledge)

    def notebook(self, pair: Pair) -> str:
        """Return the address that opens a pair's notebook, as published from the executed scripts, in Colab."""
        return f"{COLAB}/notebooks/{pair.id}.ipynb"

    def checks_on(self, pair: Pair, run: Run, name: str) -> list[tuple[Check, CheckRun]]:
        """Return the checks that look at a variable, each with what the run found."""
        found = {check.id: check for check in run.checks}
        return [(c, found[c.id]) for c in pair.checks if getattr(c, "of", None) == name and c.id in found]

    def found(self, run: Run | None, check: Check) -> CheckRun | None:
        """Return what a run found of a check; None when it did not judge it, as when the check is newer."""
        return next((one for one in run.checks if one.id == check.id), None) if run else None

    def recorded(self, run: Run) -> str:
        """Return the address of a run's record in the repository."""
        return self.source_file(f"{FOLDER.as_posix()}/{shelf(run.environment, run.device)}/{run.pair}.json")

    def value_names(self, run: Run) -> list[str]:
        """Return the variables that any script of a run left, in order."""
        return sorted({name for snippet in run.snippets.values() for name in snippet.values})

    @property
    def newest_run(self) -> str:
        """Day of the newest recorded run, or an empty text."""
        return max((run.when[:10] for run in self.ledger.runs.values()), default="")

    @property
    def versions(self) -> str:
        """The framework versions of the newest run in the default environment, in words."""
        default = self.knowledge.default_environment
        runs = [r for r in self.ledger.runs.values() if default and r.environment == default.id]
        newest = max(runs, key=lambda run: run.when, default=None)
        if newest is None:
            return "no framework yet"
        found = [
            f"{f.name} {newest.machine.packages[f.package]}"
            for f in self.knowledge.frameworks
            if f.package in newest.machine.packages
        ]
        return " and ".join(found)
