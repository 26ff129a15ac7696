"""The thin MkDocs hook: plain `mkdocs build` and `mkdocs serve` generate the pages first and follow the data."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crosscheck.build import build
from mkdocs.exceptions import Abort

log = logging.getLogger("mkdocs.hooks.crosscheck")


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
