"""`crosscheck build`: write the pages, then render the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from crosscheck.build import build, write_schemas
from crosscheck.commands.common import as_json, give, root_of, say, today
from crosscheck.errors import FOUND, MachineError
from crosscheck.report import problems_text


@click.command("build")
@click.option("--pages-only", is_flag=True, help="Write the pages; let an engine of your choice render them.")
@click.option("--schemas", is_flag=True, help="Also refresh the editor schemas in data/schema/.")
@as_json
@click.pass_context
def command(context: click.Context, pages_only: bool, schemas: bool, json_: bool) -> None:
    """Write the pages from data and runs, then render the site with MkDocs."""
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
        _render(root)
    if built.checked.errors:
        say("the site says which claims are contradicted, and so does this exit status")
        context.exit(FOUND)


def _render(root: Path) -> None:
    """Render with MkDocs, strictly. Not with --quiet, which hides what strict mode finds."""
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=root, check=False)
    if done.returncode:
        raise MachineError("mkdocs could not render the pages; its own words stand above")
