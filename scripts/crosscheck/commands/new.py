"""`crosscheck new`: write the skeleton of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from crosscheck.check import Checked, check
from crosscheck.commands.common import root_of, say, today
from crosscheck.errors import UsageError
from crosscheck.problems import suggest
from crosscheck.write import write_text

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REVIEW_AFTER = timedelta(days=180)

CLAIM = """- id: {id}
  statement: "TODO: one neutral sentence, precise about versions and conditions"
  topic: {topic}
  frameworks: [{frameworks}]
  kind: fact
  verdict: unproven
  reasoning: >-
    TODO: one paragraph for someone who believed otherwise.
  evidence:
    searched: "TODO: where you looked; replace it by checks: [pair#check] or sources: [{{id: ..., says: ...}}]"
  reviewed: {today}
  review_by: {review_by}
"""
SOURCE = """- id: {id}
  title: "TODO: the document's own title"
  publisher: "TODO: who publishes it"
  kind: documentation
  note: "TODO: give the address under url: and remove this note"
  checked: {today}
"""
TOOL = """- id: {id}
  name: {id}
  role: "TODO: one neutral sentence, what it does"
  frameworks: [{frameworks}]
  group: neighbour
  status: active
  status_note: "TODO: what the evidence for the status is"
  sources: []
  checked: {today}
"""
PAIR = """# yaml-language-server: $schema=../../../data/schema/pair.json
title: "TODO: a heading"
question: "TODO: the question it answers"
symptom: "TODO: what a reader would type into a search box"
topic: {topic}
devices: [cpu]
checks:
- id: same-result
  states: "TODO: one sentence that is true when the check passes"
  kind: equal
  of: result
  rtol: 1.0e-5
"""
SCRIPT = '''"""TODO: the task in one line, the same in each framework."""

import numpy as np

rng = np.random.default_rng(0)
result = rng.normal(size=(3,)).astype("float32")  # TODO: make it with {name}

print("result:", result)
'''
PLACES = {"claim": ("claims", CLAIM), "source": ("sources", SOURCE), "tool": ("tools", TOOL)}


@click.command("new")
@click.argument("noun", type=click.Choice(["claim", "pair", "source", "tool"]))
@click.argument("id_", metavar="ID")
@click.option("--topic", help="Topic of a claim or pair.")
@click.option("--file", "file_", help="File stem to append to; the topic for a claim, `contributed` otherwise.")
@click.pass_context
def command(context: click.Context, noun: str, id_: str, topic: str | None, file_: str | None) -> None:
    """Write a valid skeleton of a claim, pair, source or tool, with TODO where you come in."""
    root = root_of(context)
    checked = check(root, today())
    if not ID.fullmatch(id_):
        raise UsageError(f'"{id_}" is not an id; use lower-case letters, digits and single hyphens')
    if id_ in getattr(checked.knowledge, noun):
        raise UsageError(f'there is a {noun} "{id_}" already; crosscheck show {id_} prints it')
    if noun in ("claim", "pair"):
        _known_topic(checked, topic)
    written = (
        _pair(root, checked, id_, str(topic)) if noun == "pair" else _append(root, checked, noun, id_, topic, file_)
    )
    for path in written:
        say(f"wrote {path}")
    say("what is to be answered:")
    for place, question in _questions(root, written):
        say(f"  {place}: {question}")
    say("then run crosscheck check")


def _questions(root: Path, written: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each TODO of what was written, with the place where it waits for an answer."""
    for path in written:
        file, _, first = path.partition(":")
        for number, line in enumerate((root / file).read_text(encoding="utf-8").splitlines(), 1):
            if number >= int(first or 1) and "TODO: " in line:
                key = line.strip().lstrip("-# ").partition(":")[0] if ":" in line.partition("TODO")[0] else ""
                question = line.partition("TODO: ")[2].strip().rstrip('"')
                yield f"{file}:{number}", f"{key}: {question}" if key else question


def _known_topic(checked: Checked, topic: str | None) -> None:
    topics = checked.knowledge.topic
    if topic is None:
        raise UsageError(f"say --topic; there are {', '.join(topics)}")
    if topic not in topics:
        raise UsageError(f'there is no topic "{topic}"; {suggest(topic, topics, "there are " + ", ".join(topics))}')


def _append(root: Path, checked: Checked, noun: str, id_: str, topic: str | None, file_: str | None) -> list[str]:
    plural, form = PLACES[noun]
    path = Path("data") / plural / f"{file_ or topic or 'contributed'}.yml"
    old = (root / path).read_text(encoding="utf-8") if (root / path).is_file() else _head(plural)
    text = form.format(
        id=id_,
        topic=topic,
        frameworks=", ".join(checked.knowledge.framework),
        today=today(),
        review_by=_review_by(today()),
    )
    write_text(root / path, old.rstrip("\n") + "\n" + text)
    return [f"{path.as_posix()}:{len(old.rstrip().splitlines()) + 1}"]


def _head(plural: str) -> str:
    return f"# yaml-language-server: $schema=../schema/{plural}.json\n{plural}:\n"


def _review_by(day: date) -> date:
    return day + REVIEW_AFTER


def _pair(root: Path, checked: Checked, id_: str, topic: str) -> list[str]:
    folder = Path("snippets") / topic / id_
    write_text(root / folder / "pair.yml", PAIR.format(topic=topic))
    written = [f"{folder.as_posix()}/pair.yml"]
    for framework in checked.knowledge.frameworks:
        path = folder / f"in_{framework.id}.py"
        write_text(root / path, SCRIPT.format(name=framework.name))
        written.append(path.as_posix())
    return written
