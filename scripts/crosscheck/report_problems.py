"""Problems in the words and formats that people and machines read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from crosscheck.problems import ERROR, Problem


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return problems as one object."""
    return {"schema_version": 1, "problems": [asdict(problem) for problem in problems]}


def problems_text(problems: Iterable[Problem]) -> str:
    """Return one line a problem."""
    return "\n".join(str(problem) for problem in problems)


def problems_github(problems: Iterable[Problem]) -> str:
    """Return workflow commands that annotate the lines of a pull request."""
    return "\n".join(
        f"::{problem.level} file={_property(problem.file)},line={problem.line},col={problem.col},"
        f"title={_property(problem.rule)}::{_data(_sentence(problem))}"
        for problem in problems
    )


def _sentence(problem: Problem) -> str:
    quoted = "" if problem.value is None else f', "{problem.value}"'
    return f"{problem.path}: {problem.message}{quoted}; {problem.mend}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def problems_sarif(problems: Sequence[Problem], rules: dict[str, str], version: str) -> str:
    """Return SARIF 2.1.0."""
    used = sorted({problem.rule for problem in problems})
    described = [{"id": rule, "shortDescription": {"text": rules.get(rule, rule)}} for rule in used]
    results = [
        {
            "ruleId": problem.rule,
            "level": "error" if problem.level == ERROR else "warning",
            "message": {"text": _sentence(problem)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": problem.file},
                        "region": {"startLine": problem.line, "startColumn": problem.col},
                    }
                }
            ],
        }
        for problem in problems
    ]
    driver = {"name": "crosscheck", "version": version, "rules": described}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}, indent=1)
