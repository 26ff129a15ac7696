"""The thin MkDocs hook: plain `mkdocs build` and `mkdocs serve` generate the pages first and follow the data."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crosscheck.build import build
from crosscheck.render.drawn import drawn_notebook
from mkdocs.exceptions import Abort

_live = False
log = logging.getLogger("mkdocs.hooks.crosscheck")


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether pages are served live; MkDocs asks for this hook so that others outlive a rebuild."""
    global _live
    _live = command == "serve"


def on_config(config: Any) -> Any:
    """Tell the templates: to reload a page that is served live, MkDocs writes a script into it."""
    config.extra["live"] = _live
    return config


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Take from a notebook's page what does not belong to its text."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    page.meta["drawn"] = True
    return drawn_notebook(html)


def on_pre_build(config: Any) -> None:
    """Bring build/docs up to date; stop with every problem when the data has errors."""
    if os.environ.get("CROSSCHECK_PAGES_ARE_WRITTEN"):  # by `crosscheck build`, a moment ago
        return
    built = build(Path(config.config_file_path).parent, datetime.now(UTC).date())
    contradicted = [p for p in built.checked.errors if p.rule == "claim-contradicted"]
    for problem in contradicted:
        log.info("contradicted: %s", problem)  # the pages say so; that is no reason not to show them
    if not built.total:
        for problem in built.checked.errors:
            log.error("%s", problem)
        raise Abort("the data has problems; crosscheck check lists them")


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """Watch what people edit, not what is generated from it."""
    root = Path(config.config_file_path).parent
    server.unwatch(str(Path(config.docs_dir)))
    for folder in ("data", "snippets", "docs", "scripts/crosscheck"):
        server.watch(str(root / folder))
    return server
