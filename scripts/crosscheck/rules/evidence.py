"""No sentence without evidence, and evidence that fits what is said."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.claims import Claim
from crosscheck.model.vocabulary import ClaimKind, SourceKind, Verdict
from crosscheck.rules import Finding, Rule, Scope

RETELLINGS = {SourceKind.BLOG}
OWN_WORDS = (Verdict.OPINION, Verdict.DEPENDS, Verdict.UNPROVEN)


def _primary(scope: Scope, claim: Claim) -> bool:
    """Return whether a source is more than a retelling; one that does not exist is another rule's business."""
    known = scope.knowledge.source
    return any(c.id not in known or known[c.id].kind not in RETELLINGS for c in claim.evidence.sources)


def _present(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        evidence = claim.evidence
        if not (evidence.checks or evidence.sources or evidence.searched):
            mend = "cite a check or a source, or say where you searched"
            yield Finding(claim, ("evidence",), "the claim has no evidence", mend, claim.id)


def _fact(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        settled = claim.kind is ClaimKind.FACT and claim.verdict not in (Verdict.UNPROVEN, Verdict.OPINION)
        if settled and claim.evidence.sources and not claim.evidence.checks and not _primary(scope, claim):
            mend = "cite a check or a primary source, or rule unproven"
            yield Finding(claim, ("evidence",), "a fact rests on retellings alone", mend, claim.id)


def _statistic(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        if claim.kind is ClaimKind.STATISTIC and claim.verdict is not Verdict.UNPROVEN and not _primary(scope, claim):
            mend = "cite where the number comes from, or rule unproven"
            yield Finding(claim, ("evidence",), "a statistic has no primary source", mend, claim.id)


def _unproven(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        if claim.verdict is Verdict.UNPROVEN and not claim.evidence.searched:
            mend = "tell where you looked under evidence.searched"
            yield Finding(claim, ("evidence",), "unproven without a search", mend, claim.id)


def _judgement(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        opinion = claim.kind in (ClaimKind.OPINION, ClaimKind.RECOMMENDATION)
        if opinion and claim.verdict not in OWN_WORDS:
            mend = f"rule {', '.join(OWN_WORDS)}, or make it a fact"
            yield Finding(claim, ("verdict",), f"a matter of {claim.kind} is ruled as a fact", mend, claim.verdict)
        if claim.kind is ClaimKind.FACT and claim.verdict is Verdict.OPINION:
            yield Finding(
                claim,
                ("verdict",),
                "a fact is ruled as an opinion",
                "rule on it, or make its kind opinion",
                claim.verdict,
            )


def _favours(scope: Scope) -> Iterator[Finding]:
    for claim in scope.knowledge.claims:
        if claim.favours and claim.favours.framework not in claim.frameworks:
            mend = "name it under frameworks"
            yield Finding(
                claim,
                ("favours", "framework"),
                "it favours a framework it does not speak of",
                mend,
                claim.favours.framework,
            )


def _tools(scope: Scope) -> Iterator[Finding]:
    for tool in scope.knowledge.tools:
        if not (tool.sources or tool.checks):
            yield Finding(tool, (), "the tool's status has no evidence", "cite a source or a check", tool.id)


RULES = [
    Rule("tool-evidence", "A tool's status has a source or a check.", _tools),
    Rule("evidence-present", "Every claim has evidence.", _present),
    Rule("evidence-fact", "A settled fact has a check or a primary source.", _fact),
    Rule("evidence-statistic", "A statistic has its primary source or is unproven.", _statistic),
    Rule("evidence-unproven", "An unproven claim tells where we looked.", _unproven),
    Rule("verdict-fits-kind", "Opinions are not ruled true or false, facts not as opinions.", _judgement),
    Rule("favours-spoken-of", "A claim favours only a framework it speaks of.", _favours),
]
