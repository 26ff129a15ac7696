"""Which pairs a person means by the words after `crosscheck verify`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscheck.errors import UsageError
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.vocabulary import Device
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


def by_environment(
    knowledge: Knowledge, pairs: Sequence[Pair], device: Device, wanted: str | None, named: bool
) -> tuple[list[tuple[Environment, list[Pair]]], dict[str, int]]:
    """Return pairs by the environment they run in on a device, and how many of each other environment were left out.

    Of a pair only what its environment has frameworks for is returned. Without a wish, the default environment's run,
    on a card those of the one for cards, or all that were named. Raises UsageError for an unknown environment.
    """
    if wanted and wanted != "all" and wanted not in knowledge.environment:
        mend = suggest(wanted, knowledge.environment, f"there are {', '.join(knowledge.environment)}")
        raise UsageError(f'there is no environment "{wanted}"; {mend}')
    groups: dict[str, list[Pair]] = {}
    left_out: dict[str, int] = {}
    for pair in pairs:
        environment = knowledge.environment_of(pair, device)
        if environment is None:  # on the processor the rules have seen to it
            continue
        usual = environment.default or environment.device is not Device.CPU
        if wanted in ("all", environment.id) or (wanted is None and (named or usual)):
            part = pair.within(environment.frameworks)
            if part.checks:
                groups.setdefault(environment.id, []).append(part)
        else:
            left_out[environment.id] = left_out.get(environment.id, 0) + 1
    return [(knowledge.environment[id_], found) for id_, found in groups.items()], left_out


def touched_by(knowledge: Knowledge, pair: Pair, device: Device, files: Collection[str]) -> bool:
    """Return whether a change of these files calls for the pair to run again: its own, its pins, or the worker's."""
    environment = knowledge.environment_of(pair, device)
    pins = {f"data/environments/{n}" for n in (environment.requirements, environment.node)} if environment else set()
    folders = (f"{pair.folder}/", "scripts/crosscheck/worker/")
    return any(file in pins or file.startswith(folders) for file in files)
