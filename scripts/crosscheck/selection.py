"""Which pairs a person means by the words after `crosscheck verify`."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.errors import UsageError
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.problems import suggest


def select(knowledge: Knowledge, words: Sequence[str]) -> tuple[Pair, ...]:
    """Return the pairs that a pair, claim, check, topic, tool or path names; all when no word is given.

    Raises UsageError for a word that names nothing, and for one that names something without proofs.
    """
    if not words:
        return knowledge.pairs
    found: dict[str, Pair] = {}
    for word in words:
        pairs = _meant(knowledge, word)
        if not pairs:
            raise UsageError(f'"{word}" is known but rests on no pair, so there is nothing to run')
        found |= {pair.id: pair for pair in pairs}
    return tuple(pair for pair in knowledge.pairs if pair.id in found)


def _meant(knowledge: Knowledge, word: str) -> list[Pair]:
    if word in knowledge.pair:
        return [knowledge.pair[word]]
    if word in knowledge.claim:
        refs = knowledge.claim[word].evidence.checks
        return [knowledge.checks[ref] for ref in refs if ref in knowledge.checks]
    if word in knowledge.checks:
        return [knowledge.checks[word]]
    if word in knowledge.topic:
        return [pair for pair in knowledge.pairs if pair.topic == word]
    if word in knowledge.tool:
        claims = knowledge.claims_on(lambda claim: word in claim.tools)
        return [knowledge.checks[r] for claim in claims for r in claim.evidence.checks if r in knowledge.checks]
    inside = [pair for pair in knowledge.pairs if _stands_in(pair, word)]
    if inside:
        return inside
    known = [*knowledge.pair, *knowledge.claim, *knowledge.topic, *knowledge.tool]
    raise UsageError(f'nothing is called "{word}"; {suggest(word, known, "crosscheck show lists what there is")}')


def _stands_in(pair: Pair, path: str) -> bool:
    wanted = path.removeprefix("./").rstrip("/")
    return pair.folder == wanted or pair.folder.startswith(wanted + "/") or wanted.startswith(pair.folder + "/")
