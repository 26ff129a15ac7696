"""The MkDocs hook dates a build by its data."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from support import ROOT

FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-03-04T00:00:00Z</updated></feed>'


def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hook", ROOT / "scripts" / "mkdocs_hook.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(("asked", "expected"), [(None, "1772582400"), ("86400", "86400")])
def test_a_build_is_dated_by_the_newest_change(
    asked: str | None, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", asked or "")
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    hook()._date(tmp_path)
    assert os.environ["SOURCE_DATE_EPOCH"] == expected
