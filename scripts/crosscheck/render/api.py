"""The knowledge as JSON for machines: one object a file, with a version, a count, its schema and a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from crosscheck.history import History
from crosscheck.ledger import Ledger
from crosscheck.model.claims import Claim
from crosscheck.model.comparisons import Comparison, Decision
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.render.addresses import permanent
from crosscheck.render.api_objects import LISTS, SCHEMA_VERSION
from crosscheck.render.changes import Event, changes
from crosscheck.render.csv_files import HEADS
from crosscheck.standing import Stand
from crosscheck.tables import inherited, ruling
from crosscheck.tallies import tally

Stands = Mapping[str, Stand]


def api_files(
    knowledge: Knowledge, ledger: Ledger, stands: Stands, history: History | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each file's path below the docs folder and its text."""
    past = history or History()
    lists = api_lists(knowledge, ledger, stands, past)
    for name, items in {**lists, "index": api_index(totals(knowledge, ledger, past))}.items():
        yield f"api/v1/{name}.json", dump(name, items)


def api_lists(
    knowledge: Knowledge, ledger: Ledger, stands: Stands, history: History
) -> dict[str, list[dict[str, Any]]]:
    """Return every list of the API by name."""
    return {
        "claims": [_claim(claim, stands[claim.id]) for claim in knowledge.claims],
        "assertions": [_plain(a) | {"verdict": ruling(a, knowledge).value} for a in knowledge.assertions],
        "pairs": [_pair(pair, knowledge, ledger) for pair in knowledge.pairs],
        "tools": [_plain(tool) for tool in knowledge.tools],
        "sources": [_plain(source) for source in knowledge.sources],
        "runs": [run.model_dump(mode="json") for run in ledger.runs.values()],
        "decisions": [_decision(d, list(knowledge.framework), stands) for d in knowledge.decisions],
        "comparisons": [_comparison(comparison, stands) for comparison in knowledge.comparisons],
        "topics": [_plain(topic) for topic in knowledge.topics],
        "frameworks": [_plain(framework) for framework in knowledge.frameworks],
        "environments": [_plain(environment) for environment in knowledge.environments],
        "history": [_plain(entry) for entry in history.entries],
        "changes": [_change(event) for event in changes(knowledge, history)],
    }


def totals(knowledge: Knowledge, ledger: Ledger, history: History) -> dict[str, int]:
    """Return how many objects each list has."""
    nouns = {one.name: len(getattr(knowledge, one.name)) for one in LISTS if hasattr(knowledge, one.name)}
    ours = {"history": len(history.entries), "changes": len(changes(knowledge, history)), "index": len(LISTS)}
    return {**nouns, "runs": len(ledger.runs), **ours}


def api_index(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the list of the API's files, this one included."""
    return [
        {
            "name": listed.name,
            "about": listed.about,
            "file": f"api/v1/{listed.name}.json",
            "schema": f"schema/api/{listed.name}.json",
            "csv": f"api/v1/{listed.name}.csv" if listed.name in HEADS else None,
            "total": counts[listed.name],
        }
        for listed in LISTS
    ]


def dump(name: str, items: Sequence[Mapping[str, Any]]) -> str:
    """Write one API object."""
    head: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "self": f"api/v1/{name}.json"}
    head |= {"schema": f"schema/api/{name}.json", "total": len(items)}
    lines = ",\n".join(_line(item) for item in items)
    return f"{_line(head)[:-1]}, {_line(name)}: [\n{lines}\n]}}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _plain(record: Any) -> dict[str, Any]:
    data: dict[str, Any] = record.model_dump(mode="json", by_alias=True)
    return data


def _claim(claim: Claim, stand: Stand) -> dict[str, Any]:
    proofs = [
        {
            "check": proof.ref,
            "passed": None if proof.check is None else proof.check.passed,
            "when": proof.run.when if proof.run else None,
            "stale": proof.why_stale,
        }
        for proof in stand.proofs
    ]
    more = {"standing": stand.standing.value, "standing_because": stand.why, "proofs": proofs}
    return _plain(claim) | more | {"address": permanent(claim)}


def _change(event: Event) -> dict[str, Any]:
    return {
        "id": event.slug,
        "kind": event.kind.value,
        **{name: getattr(event, name) for name in ("on", "moment", "what", "more", "tool", "source", "check")},
        **{name: list(getattr(event, name)) for name in ("claims", "frameworks")},
    }


def _pair(pair: Pair, knowledge: Knowledge, ledger: Ledger) -> dict[str, Any]:
    environment = knowledge.environment_of(pair)
    run = ledger.latest(pair, environment)
    extra = {"id": pair.id, "scripts": dict(pair.scripts), "environment": environment.id if environment else None}
    return _plain(pair) | extra | {"passed": run.passed if run else None, "when": run.when if run else None}


def _comparison(comparison: Comparison, stands: Stands) -> dict[str, Any]:
    data = _plain(comparison)
    for row, source in zip(data["rows"], comparison.rows, strict=True):
        for framework, cell in source.cells.items():
            row["cells"][framework]["standing"] = inherited(cell.claims, stands).value
    return data


def _decision(decision: Decision, frameworks: Sequence[str], stands: Stands) -> dict[str, Any]:
    data = _plain(decision)
    for row, scenario in zip(data["scenarios"], decision.scenarios, strict=True):
        found = tally(decision, scenario.answers, frameworks, stands)
        row["tally"] = {
            "points": dict(found.points),
            "leader": found.leader,
            "split": found.split,
            "sure": found.sure.value,
        }
    _each_weight(data, lambda because: inherited(because, stands).value)
    return data


def _each_weight(data: dict[str, Any], standing: Callable[[Sequence[str]], str]) -> None:
    for question in data["questions"]:
        for answer in question["answers"]:
            for weight in answer["weights"]:
                weight["standing"] = standing(weight["because"])
