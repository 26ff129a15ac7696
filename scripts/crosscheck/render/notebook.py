"""A pair as a notebook: both scripts as they ran, with the output they gave."""

from __future__ import annotations

import nbformat
from nbformat import v4

from crosscheck.model.knowledge import Knowledge
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+!|~$&:"} | {"\n": " "})


def notebook(pair: Pair, knowledge: Knowledge, run: Run | None) -> str:
    """Return the notebook's JSON. Text from data is escaped for Markdown; outputs come from the recorded run."""
    cells = [_text("title", f"# {_plain(pair.title)}\n\n{_plain(pair.question)}")]
    for number, framework in enumerate(knowledge.frameworks):
        script = pair.scripts.get(framework.id)
        if script is None:
            continue
        cells.append(_text(f"head-{number}", f"## {_plain(framework.name)}"))
        cell = v4.new_code_cell(script.rstrip("\n"))
        cell["id"] = f"code-{number}"
        snippet = run.snippets.get(framework.id) if run else None
        if snippet and snippet.output:
            cell["outputs"] = [v4.new_output("stream", name="stdout", text=snippet.output)]
            cell["execution_count"] = 1
        cells.append(cell)
    when = f"Outputs recorded {run.when} with {_versions(run)}." if run else "Not run yet."
    cells.append(_text("run", _plain(when)))
    made = v4.new_notebook(cells=cells)
    made["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(made)
    return str(nbformat.writes(made, version=4)) + "\n"


def _text(id_: str, source: str) -> nbformat.NotebookNode:
    cell = v4.new_markdown_cell(source)
    cell["id"] = id_
    return cell


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)


def _versions(run: Run) -> str:
    return ", ".join(f"{name} {version}" for name, version in run.machine.packages.items())
