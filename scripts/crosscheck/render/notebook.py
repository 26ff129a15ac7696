"""A pair as a notebook: both scripts as they ran, with the output they gave."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from crosscheck.ledger import Ledger
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Topic
from crosscheck.model.runs import Run

Cell = dict[str, Any]
"""A cell in notebook format 4.5. Tests validate whole notebooks; in every build that would cost more than all pages."""

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+!|~$&:"} | {"\n": " "})


def notebook(pair: Pair, knowledge: Knowledge, ledger: Ledger) -> str:
    """Return a pair as a notebook's JSON, text escaped for Markdown, outputs taken from the recorded run."""
    return _written(_cells(pair, knowledge, ledger, 1))


def reader(topic: Topic, knowledge: Knowledge, ledger: Ledger) -> str:
    """Return all pairs of a topic as one notebook, to be read from top to bottom."""
    cells = [_text("title", f"# {_plain(topic.title)}\n\n{_plain(topic.about)}")]
    for pair in knowledge.pairs:
        if pair.topic == topic.id:
            cells += _cells(pair, knowledge, ledger, 2)
    return _written(cells)


def _cells(pair: Pair, knowledge: Knowledge, ledger: Ledger, level: int) -> list[Cell]:
    run = ledger.latest(pair, knowledge.environment_of(pair))
    cells = [_text(f"{pair.id}-title", f"{'#' * level} {_plain(pair.title)}\n\n{_plain(pair.question)}")]
    for framework in knowledge.frameworks:
        script = pair.scripts.get(framework.id)
        if script is None:
            continue
        cells.append(_text(f"{pair.id}-{framework.id}-head", f"{'#' * (level + 1)} {_plain(framework.name)}"))
        snippet = run.snippets.get(framework.id) if run else None
        cells.append(_code(f"{pair.id}-{framework.id}", script.rstrip("\n"), snippet.output if snippet else ""))
    when = f"Outputs recorded {run.when} with {_versions(run)}." if run else "Not run yet."
    cells.append(_text(f"{pair.id}-run", _plain(when)))
    return cells


def _written(cells: list[Cell]) -> str:
    made = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _short(name: str) -> str:
    """Return a cell's id: the format allows 64 characters."""
    return name if len(name) <= 64 else hashlib.sha256(name.encode()).hexdigest()[:16]


def _text(name: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": _short(name), "metadata": {}, "source": source.splitlines(True)}


def _code(name: str, source: str, output: str) -> Cell:
    printed = {"name": "stdout", "output_type": "stream", "text": output.splitlines(True)}
    return {
        "cell_type": "code",
        "execution_count": 1 if output else None,
        "id": _short(name),
        "metadata": {},
        "outputs": [printed] if output else [],
        "source": source.splitlines(True),
    }


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)


def _versions(run: Run) -> str:
    return ", ".join(f"{name} {version}" for name, version in run.machine.packages.items())
