"""A pair as a notebook: both scripts as they ran, with the output they gave."""

from __future__ import annotations

import hashlib

import nbformat
from nbformat import v4

from crosscheck.ledger import Ledger
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Topic
from crosscheck.model.runs import Run

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+!|~$&:"} | {"\n": " "})


def notebook(pair: Pair, knowledge: Knowledge, ledger: Ledger) -> str:
    """Return a pair as a notebook's JSON. Text from data is escaped; outputs come from the recorded run."""
    return _written(_cells(pair, knowledge, ledger, 1))


def reader(topic: Topic, knowledge: Knowledge, ledger: Ledger) -> str:
    """Return all pairs of a topic as one notebook, to be read from top to bottom."""
    cells = [_text("title", f"# {_plain(topic.title)}\n\n{_plain(topic.about)}")]
    for pair in knowledge.pairs:
        if pair.topic == topic.id:
            cells += _cells(pair, knowledge, ledger, 2)
    return _written(cells)


def _cells(pair: Pair, knowledge: Knowledge, ledger: Ledger, level: int) -> list[nbformat.NotebookNode]:
    environment = knowledge.environment_of(pair)
    run = ledger.of(pair.id, environment.id) if environment else None
    cells = [_text(f"{pair.id}-title", f"{'#' * level} {_plain(pair.title)}\n\n{_plain(pair.question)}")]
    for framework in knowledge.frameworks:
        script = pair.scripts.get(framework.id)
        if script is None:
            continue
        cells.append(_text(f"{pair.id}-{framework.id}-head", f"{'#' * (level + 1)} {_plain(framework.name)}"))
        cell = v4.new_code_cell(script.rstrip("\n"))
        cell["id"] = _short(f"{pair.id}-{framework.id}")
        snippet = run.snippets.get(framework.id) if run else None
        if snippet and snippet.output:
            cell["outputs"] = [v4.new_output("stream", name="stdout", text=snippet.output)]
            cell["execution_count"] = 1
        cells.append(cell)
    when = f"Outputs recorded {run.when} with {_versions(run)}." if run else "Not run yet."
    cells.append(_text(f"{pair.id}-run", _plain(when)))
    return cells


def _written(cells: list[nbformat.NotebookNode]) -> str:
    made = v4.new_notebook(cells=cells)
    made["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(made)
    return str(nbformat.writes(made, version=4)) + "\n"


def _short(name: str) -> str:
    """Return a cell's id: the format allows 64 characters."""
    return name if len(name) <= 64 else hashlib.sha256(name.encode()).hexdigest()[:16]


def _text(id_: str, source: str) -> nbformat.NotebookNode:
    cell = v4.new_markdown_cell(source)
    cell["id"] = _short(id_)
    return cell


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)


def _versions(run: Run) -> str:
    return ", ".join(f"{name} {version}" for name, version in run.machine.packages.items())
