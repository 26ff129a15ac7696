"""Hostile text in every field of the data, through templates, Markdown and the engine, to the finished page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crosscheck.build import build
from crosscheck.render.engine import render
from crosscheck.yaml_lines import read
from jinja2 import UndefinedError
from support import ROOT, TODAY, copy_minisite

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><style>*{}</style><!-- --><b>",
    "template": "{{ 7*7 }} {% include 'home.html' %} {{ config }} {{ ''.__class__.__mro__ }} ${7*7} #{7*7}",
    "markdown": '**bold** [x](javascript:alert(1)) `code` --8<-- "mkdocs.yml" {: onclick=alert(1)} :smile: ![i](x) *[HTML]: y',
    "quotes": '"onmouseover=alert(1) x=" \' > < & &amp; &#58; ` a | b || c \\ ` d `` العربية עברית ไทย 日本語 e\u0301\u0302 🙂 '
    + "x" * 120,
}
WORDS = {
    "data/claims/basics.yml": ("statement", "reasoning"),
    "data/tools/all.yml": ("name", "role", "status_note"),
    "data/sources/all.yml": ("title", "publisher"),
    "data/assertions/some-post.yml": ("says", "place"),
    "data/comparisons/at-a-glance.yml": ("title", "about", "criterion"),
    "data/decisions/which.yml": ("title", "question", "about", "asks", "situation", "in_short", "advice", "reason"),
    "data/topics.yml": ("title", "about"),
    "data/frameworks/alpha.yml": ("name",),
    "snippets/basics/sum-of-two/pair.yml": ("title", "question", "symptom", "about", "states"),
}
"""Fields of free text in each file of the small site."""


class Body(HTMLParser):
    """Text of a page's content, and every element and attribute in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self._off = 0
        self.feed(source[source.index("<article") : source.index("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses |= {str(value) for name, value in attrs if name in ("href", "src")}
        self._off += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._off -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._off else data


def site_of(root: Path, folder: Path) -> Path:
    """Build the small site with the real settings and theme."""
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^nav:.*", "", text).replace("strict: true", "strict: false")
    text = text.replace("hooks: [scripts/mkdocs_hook.py]", "").replace(
        "custom_dir: scripts", f"custom_dir: {ROOT.as_posix()}/scripts"
    )
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    built = build(root, TODAY)
    assert built.total, [str(problem) for problem in built.checked.errors]
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def poison(root: Path, word: str) -> None:
    """Put the word behind every field of free text."""

    def walk(value: object, names: tuple[str, ...]) -> object:
        if isinstance(value, dict):
            return {k: f"{v} {word}" if k in names and isinstance(v, str) else walk(v, names) for k, v in value.items()}
        return [walk(item, names) for item in value] if isinstance(value, list | tuple) else value

    for file, names in WORDS.items():
        data = read((root / file).read_bytes(), file).value
        (root / file).write_text(json.dumps(walk(data, names), default=str, ensure_ascii=False), encoding="utf-8")


def articles(site: Path) -> Iterator[tuple[str, Body]]:
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "<article" in text and "readers/" not in path.as_posix():
            yield path.relative_to(site).as_posix(), Body(text)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Body]:
    folder = tmp_path_factory.mktemp("plain")
    return dict(articles(site_of(copy_minisite(folder), folder / "out")))


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Body]]:
    """One kind of hostile text in every field, and the pages that come of it."""
    folder = tmp_path_factory.mktemp(request.param)
    root = copy_minisite(folder)
    poison(root, HOSTILE[request.param])
    return HOSTILE[request.param], dict(articles(site_of(root, folder / "out")))


def test_hostile_text_shows_as_text_and_nothing_else(
    plain: dict[str, Body], hostile: tuple[str, dict[str, Body]]
) -> None:
    word, pages = hostile
    assert plain.keys() == pages.keys()
    showing = {address.partition("/")[0] for address, page in pages.items() if word in page.text}
    assert showing >= {"index.html", "claims", "compare", "decide", "heard", "pairs", "sources", "tools"}
    for address, page in pages.items():
        assert page.tags == plain[address].tags, address
        assert page.names == plain[address].names, address
        assert not [a for a in page.addresses if re.match(r"\s*(javascript|data|vbscript):", a, re.I)], address


def test_a_variable_that_is_not_there_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="source"):
        render("heard.html", title="x", site=None, k=None, stands={}, words={}, pictures={})


def test_five_thousand_rows_stand_in_one_page_of_a_megabyte(tmp_path: Path) -> None:
    """Compressed, as every host sends it; the rows are all there without a script."""
    import gzip

    root = copy_minisite(tmp_path)
    rows = [
        {"id": f"row-{n}", "criterion": f"Criterion number {n}",
         "cells": {f: {"mark": "full", "word": f"Answer {n}", "since": "1.0", "claims": ["sums-agree"]} for f in ("alpha", "beta")}}
        for n in range(5000)
    ]  # fmt: skip
    for start in range(0, 5000, 500):
        table = {
            "id": f"large-{start}",
            "title": "Large",
            "about": "Large.",
            "topic": "basics",
            "rows": rows[start : start + 500],
        }
        (root / f"data/comparisons/large-{start}.yml").write_text(
            json.dumps({"comparisons": [table]}), encoding="utf-8"
        )
    built = build(root, TODAY)
    assert built.total, [str(problem) for problem in built.checked.errors][:3]
    page = (root / "build/docs/compare/index.md").read_bytes()
    assert page.count(b"<tr id=") == 5000
    assert len(gzip.compress(page)) < 1_000_000
