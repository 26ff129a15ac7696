"""`crosscheck build`: the engine starts while the pages are written, renders what was written, and never outlives it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from crosscheck.commands.build import SOON, WRITTEN
from mkdocs.exceptions import Abort
from support import ROOT, copy_minisite, edit, prove
from test_hook import hook

SETTINGS = """site_name: Small
docs_dir: build/docs
theme: {{name: mkdocs}}
plugins: []
hooks: [{hook}]
validation: {{links: {{not_found: ignore, unrecognized_links: ignore}}}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = copy_minisite(tmp_path)
    prove(made)
    (made / "mkdocs.yml").write_text(SETTINGS.format(hook=ROOT / "scripts/mkdocs_hook.py"), encoding="utf-8")
    return made


def build(root: Path) -> subprocess.CompletedProcess[str]:
    words = [Path(sys.executable).parent / "crosscheck", "--root", root, "build"]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)


def test_what_is_rendered_is_what_was_just_written(root: Path) -> None:
    for old, name in (("Basics", "One sum"), ("One sum", "Another sum")):
        edit(root, "data/topics.yml", f"title: {old}", f"title: {name}")
        done = build(root)
        assert done.returncode == 0, done.stderr
        assert name in (root / "site/claims/index.html").read_text(encoding="utf-8")


def test_broken_data_renders_nothing_and_ends_the_engine(root: Path) -> None:
    edit(root, "data/topics.yml", "title:", "titel:")
    done = build(root)
    assert done.returncode == 1
    assert "nothing was written: mend the data first" in done.stderr
    assert not (root / "site").exists()


def test_a_folder_without_data_is_wrong_usage_and_is_left_as_it_is(tmp_path: Path) -> None:
    done = build(tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"crosscheck: there is no data folder in {tmp_path}; run from a checkout, or name one with --root"
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_fails_is_the_machines_matter(root: Path) -> None:
    edit(root, "mkdocs.yml", "plugins: []", "plugins: [no-such-plugin]")
    done = build(root)
    assert done.returncode == 3
    assert "mkdocs could not render the pages" in done.stderr
    assert (root / "build/docs/index.md").is_file()


def test_the_hook_stops_when_nobody_says_that_pages_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WRITTEN, SOON)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(Abort, match="not written"):
        hook().on_pre_build(None)
