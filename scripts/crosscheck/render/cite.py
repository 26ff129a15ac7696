"""How to cite a claim, a pair or a comparison: BibTeX and plain text, dated by the data."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.ledger import Ledger
from crosscheck.model.claims import Claim
from crosscheck.model.comparisons import Comparison
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.render.addresses import AUTHORS, absolute, permanent

TITLE = "Crosscheck"

LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)


@dataclass(frozen=True)
class Cited:
    """What a citation says: `dated` is how its date came about, as in `reviewed`."""

    key: str
    title: str
    dated: str
    on: str | None
    url: str


def cited(record: Claim | Pair | Comparison, knowledge: Knowledge, ledger: Ledger) -> Cited:
    """Return what to cite a record by, under its permanent address."""
    url = absolute(permanent(record))
    if isinstance(record, Claim):
        return Cited(f"crosscheck-claim-{record.id}", record.statement, "reviewed", f"{record.reviewed}", url)
    if isinstance(record, Pair):
        run = ledger.latest(record, knowledge.environment_of(record))
        return Cited(f"crosscheck-pair-{record.id}", record.title, "run", run.when[:10] if run else None, url)
    claims = {id_ for row in record.rows for cell in row.cells.values() for id_ in cell.claims}
    newest = max((f"{knowledge.claim[id_].reviewed}" for id_ in claims if id_ in knowledge.claim), default=None)
    return Cited(f"crosscheck-table-{record.id}", record.title, "reviewed", newest, url)


def bibtex(one: Cited) -> str:
    """Write it as a BibTeX entry; letters beyond ASCII stay, as today's BibTeX programs read UTF-8."""
    fields = {
        "title": f"{{{one.title.translate(LATEX)}}}",
        "author": f"{{{AUTHORS}}}",
        "howpublished": TITLE,
        "year": one.on[:4] if one.on else None,
        "note": f"{one.dated} {one.on}" if one.on else "not run yet",
        "url": one.url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{one.key},\n" + ",\n".join(lines) + "\n}"


def text(one: Cited) -> str:
    """Write it as a sentence for a list of references."""
    end = "" if one.title.endswith((".", "?", "!")) else "."
    when = f"{one.dated} {one.on}" if one.on else "not run yet"
    return f"{AUTHORS}. “{one.title}{end}” {TITLE}, {when}. {one.url}"
