"""Claim + runs + the calendar → how the claim stands today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from crosscheck.environments import pins_hash
from crosscheck.ledger import Ledger, checks_hash, script_hash
from crosscheck.model.claims import Claim
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import CheckRun, Run
from crosscheck.model.vocabulary import Device, Outcome, Standing, Verdict

KEEPS = timedelta(days=90)
"""A proof older than this is stale, whatever else stayed the same."""


@dataclass(frozen=True)
class Proof:
    """One cited check: its pair, the run that decides, and what the run says."""

    ref: str
    pair: Pair
    run: Run | None
    check: CheckRun | None
    fresh: bool
    why_stale: str | None

    @property
    def failed(self) -> bool:
        """Whether the latest run found the check false."""
        return self.check is not None and not self.check.passed


@dataclass(frozen=True)
class Stand:
    """How a claim stands, why, and on which proofs."""

    standing: Standing
    why: str
    proofs: tuple[Proof, ...]


def stands(knowledge: Knowledge, ledger: Ledger, today: date) -> Mapping[str, Stand]:
    """Return how each claim stands, by claim id."""
    freshness = {pair.id: _freshness(knowledge, ledger, pair, today) for pair in knowledge.pairs}
    return MappingProxyType({claim.id: _stand(knowledge, claim, freshness, today) for claim in knowledge.claims})


def by_runs(knowledge: Knowledge, ledger: Ledger, claim: Claim) -> Stand:
    """Return how a claim stands by its latest runs alone, whatever was edited, pinned or due since."""
    pairs = {pair.id: pair for ref in claim.evidence.checks if (pair := knowledge.checks.get(ref))}
    latest: dict[str, Freshness] = {
        id_: (ledger.latest(pair, knowledge.environment_of(pair)), None) for id_, pair in pairs.items()
    }
    return _stand(knowledge, claim, latest, date.min)


Freshness = tuple[Run | None, str | None]


def why_stale(
    knowledge: Knowledge, ledger: Ledger, pair: Pair, today: date, device: Device | None = None
) -> str | None:
    """Return why a pair's latest run is not of today, or None when it is; on the device that decides unless said."""
    return _freshness(knowledge, ledger, pair, today, device)[1]


def _freshness(
    knowledge: Knowledge, ledger: Ledger, whole: Pair, today: date, device: Device | None = None
) -> Freshness:
    environment = knowledge.environment_of(whole, device)
    run = ledger.latest(whole, environment, device)
    if environment is None or run is None:
        return None, "it has not run yet"
    pair = whole.within(environment.frameworks)
    ran = date.fromisoformat(run.when[:10])
    moved = [
        name
        for name, text in pair.scripts.items()
        if name not in run.snippets or run.snippets[name].sha256 != script_hash(text)
    ]
    if moved or run.snippets.keys() - pair.scripts.keys():
        return run, "a script has changed since it ran"
    if run.checks_sha256 != checks_hash(pair):
        return run, "its checks have changed since it ran"
    if run.pins != pins_hash(knowledge.pins.get(environment.id, "")):
        return run, "the environment's versions have changed since it ran"
    if today - ran > KEEPS:
        return run, f"it ran on {ran}, more than {KEEPS.days} days ago"
    return run, None


def _stand(knowledge: Knowledge, claim: Claim, freshness: Mapping[str, Freshness], today: date) -> Stand:
    proofs = tuple(_proof(knowledge, ref, freshness) for ref in claim.evidence.checks if ref in knowledge.checks)
    failed = [proof for proof in proofs if proof.failed]
    if failed:
        return Stand(Standing.CONTRADICTED, f"the check {failed[0].ref} failed in its latest run", proofs)
    if claim.review_by < today:
        return Stand(Standing.OVERDUE, f"it was to be reviewed by {claim.review_by}", proofs)
    if not claim.evidence.checks:
        return Stand(Standing.SOURCED, "it rests on documents", proofs)
    old = [proof for proof in proofs if not proof.fresh]
    if old or len(proofs) < len(claim.evidence.checks):
        why = f"{old[0].ref}: {old[0].why_stale}" if old else "a check it cites does not exist"
        return Stand(Standing.STALE, why, proofs)
    if claim.verdict in (Verdict.OPINION, Verdict.UNPROVEN):
        return Stand(Standing.SOURCED, "its checks passed; they bear on it and do not settle it", proofs)
    return Stand(Standing.PROVED, "every check it cites passed", proofs)


def _proof(knowledge: Knowledge, ref: str, freshness: Mapping[str, Freshness]) -> Proof:
    pair = knowledge.checks[ref]
    run, why = freshness[pair.id]
    check = next((c for c in run.checks if f"{pair.id}#{c.id}" == ref), None) if run else None
    passed = check is not None and check.passed and _clean(run)
    return Proof(ref, pair, run, check, passed and why is None, why)


def _clean(run: Run | None) -> bool:
    """Only runs whose scripts all ended well can upgrade a claim."""
    return run is not None and all(s.outcome in (Outcome.PASS, Outcome.FAIL) for s in run.snippets.values())
