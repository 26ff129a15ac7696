"""`crosscheck build`: write the pages, then render the site."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.errors import FOUND, MachineError
from crosscheck.write import DOCS

# Never with --quiet, which hides what strict mode finds.
ENGINES = {
    "mkdocs": ("build", "--strict"),
    "properdocs": ("build", "--strict", "--config-file", "mkdocs.yml"),
    "zensical": ("build", "--strict", "--clean"),  # cold, as the others build
}
SETTINGS = {
    "zensical": {"CROSSCHECK_LINKS": "ignore"},  # it reads them letter by letter, which takes longer than all the rest
}
WRITTEN = "CROSSCHECK_PAGES_ARE_WRITTEN"
"""Tells the MkDocs hook that the pages are new, or that a line on its standard input will say so; mkdocs_hook.py names
it, too."""
SOON = "soon"
HOOKED = ("mkdocs", "properdocs")
"""Engines that run the hook, and so can start while the pages are being written."""


@click.command("build")
@click.option("--pages-only", is_flag=True, help="Write the pages; let an engine of your choice render them.")
@click.option(
    "--engine", type=click.Choice(list(ENGINES)), default="mkdocs", show_default=True, help="What renders the pages."
)
@click.option("--schemas", is_flag=True, help="Also refresh the editor schemas in data/schema/.")
@as_json
@click.pass_context
def command(context: click.Context, pages_only: bool, engine: str, schemas: bool, json_: bool) -> None:
    """Write the pages from data and runs, then render the site."""
    root = root_of(context)
    with nullcontext(lambda: None) if pages_only else _engine(root, engine) as render:
        context.exit(_write(root, schemas, json_, render))


def _write(root: Path, schemas: bool, json_: bool, render: Callable[[], None]) -> int:
    """Write the pages and have them rendered; return the status to exit with."""
    from crosscheck.build import build, write_schemas  # what they import is read while the engine starts
    from crosscheck.report_problems import problems_text

    if schemas:
        changed = write_schemas(root)
        say(f"schemas: {len(changed)} changed")
    built = build(root, today())
    if json_:
        give({"schema_version": 1, "written": built.written, "removed": built.removed, "total": built.total})
    if built.checked.problems:
        say(problems_text(built.checked.problems))
    if not built.total:
        say("nothing was written: mend the data first")
        return FOUND
    say(f"{built.total} files, {len(built.written)} written, {len(built.removed)} removed")
    render()
    if built.checked.errors:
        say("the site says which claims are contradicted, and so does this exit status")
        return FOUND
    return 0


@contextmanager
def _engine(root: Path, engine: str) -> Iterator[Callable[[], None]]:
    """Start an engine that is installed beside us; give what has it render the pages strictly. Raises MachineError.

    One that runs the hook reads its settings and plugins meanwhile; another starts when the pages are there.
    """
    there = importlib.util.find_spec(engine) is not None
    settings = os.environ | {WRITTEN: SOON if engine in HOOKED else "1"} | SETTINGS.get(engine, {})
    words = [sys.executable, "-m", engine, *ENGINES[engine]]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(subprocess.Popen(words, cwd=root, env=settings, stdin=subprocess.PIPE))

    def render() -> None:
        if not there:
            raise MachineError(f"{engine} is not installed here; the pages stand in {DOCS}, install it or take another")
        if not started:
            start()
        if started[0].communicate(b"written\n") and started[0].returncode:
            raise MachineError(f"{engine} could not render the pages; its own words stand above")

    try:
        if there and engine in HOOKED and (root / "data").is_dir():
            (root / DOCS).mkdir(parents=True, exist_ok=True)  # MkDocs wants it before there is a page
            start()
        yield render
    finally:
        for process in started:
            process.kill()
            process.wait()
