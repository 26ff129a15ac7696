"""`crosscheck check`: judge the data."""

from __future__ import annotations

import click

from crosscheck import __version__
from crosscheck.check import check
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.errors import FOUND
from crosscheck.model.knowledge import Knowledge
from crosscheck.problems import WARNING
from crosscheck.report_problems import problems_github, problems_json, problems_sarif, problems_text
from crosscheck.rules import all_rules


@click.command("check")
@click.option(
    "--format", "format_", type=click.Choice(["text", "github", "sarif", "json"]), default="text", help="How to report."
)
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@as_json
@click.pass_context
def command(context: click.Context, format_: str, strict: bool, json_: bool) -> None:
    """Judge the data and name every problem, with file, line, cause and cure."""
    found = check(root_of(context), today())
    if json_ or format_ == "json":
        give(problems_json(found.problems) | {"counts": _counts(found.knowledge)})
    elif format_ == "sarif":
        click.echo(problems_sarif(found.problems, {rule.id: rule.about for rule in all_rules()}, __version__))
    elif found.problems:
        click.echo((problems_github if format_ == "github" else problems_text)(found.problems))
    warnings = [problem for problem in found.problems if problem.level == WARNING]
    counted = ", ".join(f"{number} {noun}" for noun, number in _counts(found.knowledge).items())
    say(f"{counted}: {len(found.errors)} errors, {len(warnings)} warnings")
    if found.waiting:
        say("rules across records wait until these are mended; run it again then")
    for line in _coverage(found.knowledge) if not found.waiting else ():
        say(line)
    if found.errors or (strict and warnings):
        context.exit(FOUND)


def _counts(knowledge: Knowledge) -> dict[str, int]:
    nouns = ("claims", "assertions", "pairs", "tools", "sources", "comparisons", "decisions")
    return {noun: len(getattr(knowledge, noun)) for noun in nouns}


def _coverage(knowledge: Knowledge) -> list[str]:
    """Tell for each source that makes assertions how many there are and how many have no answer."""
    lines = []
    for source in knowledge.sources:
        mine = [a for a in knowledge.assertions if a.source == source.id]
        if mine:
            open_ = sum(a.claim not in knowledge.claim for a in mine)
            lines.append(f"  {source.id}: {len(mine)} assertions, {open_} without an answer")
    return lines
