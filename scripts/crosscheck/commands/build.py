"""`crosscheck build`: write the pages, then render the site."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

from crosscheck.build import build, write_schemas
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.errors import FOUND, MachineError
from crosscheck.report_problems import problems_text

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
"""Tells the MkDocs hook that the pages are new; mkdocs_hook.py names it, too."""


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
        context.exit(FOUND)
    say(f"{built.total} files, {len(built.written)} written, {len(built.removed)} removed")
    if not pages_only:
        _render(root, engine)
    if built.checked.errors:
        say("the site says which claims are contradicted, and so does this exit status")
        context.exit(FOUND)


def _render(root: Path, engine: str) -> None:
    """Render strictly with an engine that is installed beside us."""
    if importlib.util.find_spec(engine) is None:
        raise MachineError(f"{engine} is not installed here; the pages stand in build/docs, install it or take another")
    command = [sys.executable, "-m", engine, *ENGINES[engine]]
    done = subprocess.run(command, cwd=root, check=False, env=os.environ | {WRITTEN: "1"} | SETTINGS.get(engine, {}))
    if done.returncode:
        raise MachineError(f"{engine} could not render the pages; its own words stand above")
