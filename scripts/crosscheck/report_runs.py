"""Runs in the words and formats that people and machines read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from xml.etree import ElementTree

from crosscheck.explain import failing
from crosscheck.model.checks import Differs, Equal
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Outcome
from crosscheck.outcomes import Proven
from crosscheck.stability import Steadiness


def run_text(proven: Proven, pair: Pair) -> str:
    """Tell a run in lines: one for the pair, and how it came about and by how much for whatever did not hold."""
    run = proven.run
    seconds = sum(snippet.seconds for snippet in run.snippets.values())
    word = "holds" if run.passed else "DOES NOT HOLD"
    lines = [f"{run.pair}: {word} ({len(run.checks)} checks, {seconds:.1f} s)"]
    for framework, snippet in run.snippets.items():
        if snippet.outcome not in (Outcome.PASS, Outcome.XFAIL):
            lines.append(f"  {framework}: {snippet.outcome}: {snippet.reason or snippet.outcome.meaning}")
        if snippet.outcome is Outcome.ERROR and snippet.output:
            lines += [f"    | {line}" for line in snippet.output.splitlines()[-6:]]
    by_id = {check.id: check for check in pair.checks}
    for found in run.checks:
        if not found.passed:
            lines.append(f"  check {found.id} is false: {found.detail}")
            check = by_id[found.id]
            if isinstance(check, Equal | Differs):
                lines += [f"    {line}" for line in failing(check, proven.values)]
    if run.attempts:
        tries = "; ".join(", ".join(f"{f} {o}" for f, o in attempt.outcomes.items()) for attempt in run.attempts)
        lines.append(f"  attempts: {tries}")
    if not run.passed:
        lines.append(f"  to run it alone: crosscheck verify {run.pair} --fresh")
    return muted("\n".join(lines))


def muted(text: str) -> str:
    """Keep a log that understands workflow commands from reading a script's words as such."""
    if not os.environ.get("GITHUB_ACTIONS") or ("::" not in text and "##[" not in text):
        return text
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text}\n::{token}::"


def steadiness_text(found: Steadiness) -> str:
    """Tell in lines whether a pair says the same every time."""
    if found.steady:
        head = f"{found.pair}: steady over {found.rounds} rounds"
    elif found.differing:
        head = f"{found.pair}: NOT STEADY: another verdict in {len(found.differing)} of {found.rounds} rounds"
    else:
        head = f"{found.pair}: DOES NOT HOLD, the same way in {found.rounds} rounds"
    lines = [head, *(f"  another verdict: {name}" for name in found.differing)]
    if found.varying:
        lines.append(f"  values that varied: {', '.join(found.varying)}")
    return "\n".join(lines)


def junit(runs: Iterable[Run]) -> str:
    """Return runs as JUnit XML: a suite a pair, a case a check."""
    top = ElementTree.Element("testsuites", name="crosscheck verify")
    for run in runs:
        failed = [check for check in run.checks if not check.passed]
        suite = ElementTree.SubElement(
            top, "testsuite", name=run.pair, tests=str(len(run.checks)), failures=str(len(failed)), errors="0"
        )
        seconds = sum(s.seconds for s in run.snippets.values()) / max(1, len(run.checks))
        for check in run.checks:
            case = ElementTree.SubElement(suite, "testcase", classname=run.pair, name=check.id, time=f"{seconds:.3f}")
            if not check.passed:
                ElementTree.SubElement(case, "failure", message=_xml(check.detail[:200])).text = _xml(check.detail)
    return ElementTree.tostring(top, encoding="unicode", xml_declaration=True)


def _xml(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
