"""The thin MkDocs hook: plain `mkdocs build` and `mkdocs serve` generate the pages first and follow the data."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from crosscheck.render.drawn import drawn_notebook
from mkdocs.exceptions import Abort

_live = False
_asked = os.environ.get("SOURCE_DATE_EPOCH")
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
    written = os.environ.get("CROSSCHECK_PAGES_ARE_WRITTEN")  # by `crosscheck build`, a moment ago or meanwhile
    if not written:
        _write_pages(config)
    elif written == "soon" and not sys.stdin.readline():
        raise Abort("the pages were not written")
    _date(Path(config.docs_dir))


def _write_pages(config: Any) -> None:
    from crosscheck.build import build  # late: who finds the pages written need not wait for it

    built = build(Path(config.config_file_path).parent, datetime.now(UTC).date())
    contradicted = [p for p in built.checked.errors if p.rule == "claim-contradicted"]
    for problem in contradicted:
        log.info("contradicted: %s", problem)  # the pages say so; that is no reason not to show them
    if not built.total:
        for problem in built.checked.errors:
            log.error("%s", problem)
        raise Abort("the data has problems; crosscheck check lists them")


def _date(docs: Path) -> None:
    """Date the sitemap by the newest change in the data, not by the day of the build: same inputs, same bytes."""
    feed = ElementTree.parse(docs / "feed.xml")
    newest = feed.findtext("{http://www.w3.org/2005/Atom}updated", "1970-01-01T00:00:00Z")
    os.environ["SOURCE_DATE_EPOCH"] = _asked or str(int(datetime.fromisoformat(newest).timestamp()))


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """Watch what people edit, not what is generated from it."""
    root = Path(config.config_file_path).parent
    server.unwatch(str(Path(config.docs_dir)))
    for folder in ("data", "snippets", "docs", "scripts/crosscheck"):
        server.watch(str(root / folder))
    return server
