"""`crosscheck serve`: show the site and follow edits."""

from __future__ import annotations

import os
import sys

import click

from crosscheck.commands.common import root_of, say
from crosscheck.write import DOCS


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port on this machine."
)
@click.pass_context
def command(context: click.Context, port: int) -> None:
    """Show the site on this machine; an edit in data, snippets or docs shows after a moment."""
    os.chdir(root_of(context))
    DOCS.mkdir(parents=True, exist_ok=True)  # MkDocs wants it before the hook can fill it
    say(f"http://127.0.0.1:{port}/  (stop with Ctrl-C)")
    # --livereload is said aloud: click from 8.2.2 on reads its absence as off
    arguments = ["-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *arguments])
