"""What flipped in our runs: data/history/<year>.jsonl, one line a claim whose standing a run changed; only added to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from crosscheck.ledger import Ledger, record_run, with_run
from crosscheck.model.base import CheckRef, Id, Line, Part, Version
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Standing
from crosscheck.problems import WARNING, Problem, shown
from crosscheck.standing import Stand, by_runs
from crosscheck.write import write_text

FOLDER = Path("data/history")
MEND = "take the line as a run wrote it from an earlier commit"


class Moved(Part):
    """A package whose version was another in the run before."""

    package: Line
    """The distribution's name, as in `torch`."""
    from_: Version = Field(alias="from")
    """The version before."""
    to: Version
    """The version now."""

    def __str__(self) -> str:
        """Return it in words, as in `torch 2.13.0 → 2.15.0`."""
        return f"{self.package} {self.from_} → {self.to}"


class Entry(Part):
    """One claim whose standing a run changed, and what had moved since the run before."""

    when: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    """When the run ended: UTC, to the second."""
    claim: Id
    """The claim's id at that time."""
    from_: Standing = Field(alias="from")
    """How it stood by the runs before."""
    to: Standing
    """How it stands by the runs since."""
    because: CheckRef
    """The check that decided, as `pair-id#check-id`."""
    environment: Id
    """The environment it ran in."""
    moved: tuple[Moved, ...] = ()
    """The packages whose versions moved since the run before."""
    edited: tuple[Literal["script", "checks"], ...] = ()
    """What of the pair was edited since the run before."""


@dataclass(frozen=True)
class History:
    """All entries, oldest first."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def newest(self) -> Mapping[str, Entry]:
        """The newest entry of each claim, by claim id."""
        return {entry.claim: entry for entry in self.entries}


def read_history(root: Path) -> History:
    """Read every entry; a line that is not one becomes a problem and is left out."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*")):
        file = path.relative_to(root).as_posix()
        seen: set[str] = set()
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            problems.append(Problem(file, 1, 1, "", f"not a history: {shown(str(error), 100)}", MEND, "history-form"))
            continue
        for number, line in enumerate(lines, 1):
            found = _entry(line, path, seen)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                problems.append(Problem(file, number, 1, "", f"not an entry: {found}", MEND, "history-form"))
    return History(tuple(sorted(entries, key=lambda entry: entry.when)), tuple(problems))


def _entry(line: str, path: Path, seen: set[str]) -> Entry | str:
    """Return a line's entry, or why it is none."""
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"])
        return f"{where + ': ' if where else ''}{shown(error.errors()[0]['msg'], 100)}"
    if path.name != f"{entry.when[:4]}.jsonl":
        return f"it is of {entry.when[:4]} and stands in {path.name}"
    if entry.from_ is entry.to:
        return f"it says that nothing changed: {entry.to}"
    if line in seen:
        return "it stands there twice"
    seen.add(line)
    return entry


def strangers(knowledge: Knowledge, history: History) -> Iterator[Problem]:
    """Warn of claims that only the history knows: an id that changed must be named among the former ones."""
    known = {id_ for claim in knowledge.claims for id_ in (claim.id, *claim.formerly)}
    for id_ in sorted({entry.claim for entry in history.entries} - known):
        file = next(f"{FOLDER}/{e.when[:4]}.jsonl" for e in history.entries if e.claim == id_)
        mend = "if it goes on under another id, name this one there under formerly"
        yield Problem(file, 1, 1, "", "no claim has this id, now or formerly", mend, "history-claim", id_, WARNING)


class Recorder:
    """Records runs one after another, and with each what it flips. Hold the checkout's lock meanwhile."""

    def __init__(self, root: Path, knowledge: Knowledge, ledger: Ledger) -> None:
        self.root, self.knowledge, self.ledger = root, knowledge, ledger
        self.newest = dict(read_history(root).newest)

    def record(self, run: Run) -> tuple[Entry, ...]:
        """Keep a run and return what it flipped."""
        # The history comes first, and what it knows is not added again: killed in between, the next one ends with both.
        after = with_run(self.ledger, run)
        fresh = [e for e in flips(self.knowledge, self.ledger, after, run) if not self._known(e)]
        append(self.root, fresh)
        self.newest |= {entry.claim: entry for entry in fresh}
        record_run(self.root, run)
        self.ledger = after
        return tuple(fresh)

    def _known(self, entry: Entry) -> bool:
        last = self.newest.get(entry.claim)
        return last is not None and last.to is entry.to


def flips(knowledge: Knowledge, before: Ledger, after: Ledger, run: Run) -> Iterator[Entry]:
    """Yield an entry for each claim that stands otherwise by its runs once this one is known.

    What the calendar, an edit or new pins do to a standing until the next run is not of a run, and not told here.
    """
    pair = knowledge.pair.get(run.pair)
    last = before.of(run.pair, run.environment, run.device)
    for claim in knowledge.claims_of_pair(pair) if pair else ():
        was, stands = by_runs(knowledge, before, claim), by_runs(knowledge, after, claim)
        if was.standing is not stands.standing:
            yield Entry.model_validate(
                {
                    "when": run.when,
                    "claim": claim.id,
                    "from": was.standing,
                    "to": stands.standing,
                    "because": _because(was, stands, run.pair),
                    "environment": run.environment,
                    "moved": _moved(last, run),
                    "edited": _edited(last, run),
                }
            )


def _because(was: Stand, stands: Stand, pair: str) -> str:
    """Name the check of the pair that decided: the first that failed, else the first that came out otherwise."""
    mine = [(old, new) for old, new in zip(was.proofs, stands.proofs, strict=True) if new.pair.id == pair]
    failed = [new.ref for _, new in mine if new.failed]
    changed = [new.ref for old, new in mine if old.fresh is not new.fresh]
    return [*failed, *changed, *(new.ref for _, new in mine)][0]


def _moved(last: Run | None, run: Run) -> list[dict[str, str]]:
    before, now = last.machine.packages if last else {}, run.machine.packages
    names = sorted(name for name in before if name in now and before[name] != now[name])
    return [{"package": name, "from": before[name], "to": now[name]} for name in names]


def _edited(last: Run | None, run: Run) -> list[str]:
    if last is None:
        return []
    scripts = {name: s.sha256 for name, s in last.snippets.items()} != {n: s.sha256 for n, s in run.snippets.items()}
    return ["script"] * scripts + ["checks"] * (last.checks_sha256 != run.checks_sha256)


def append(root: Path, entries: list[Entry]) -> None:
    """Add entries to the files of their years, each file whole or not at all."""
    for year in sorted({entry.when[:4] for entry in entries}):
        path = root / FOLDER / f"{year}.jsonl"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        text += "\n" * bool(text and not text.endswith("\n"))
        lines = [
            json.dumps(entry.model_dump(mode="json", by_alias=True, exclude_defaults=True), ensure_ascii=False)
            for entry in entries
            if entry.when[:4] == year
        ]
        write_text(path, text + "".join(line + "\n" for line in lines))
