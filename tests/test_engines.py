"""MkDocs, ProperDocs and Zensical make the same site of one generated tree.

Compared are addresses, titles, descriptions, headings with their ids, the visible text, links and the files beside the
pages. What may differ stands in `TOLERATED`, each with its reason; everything else has to be equal.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from crosscheck.commands.build import ENGINES, WRITTEN, command
from crosscheck.errors import MachineError
from selectolax.lexbor import LexborHTMLParser
from support import ROOT, copy_minisite, prove

BASE = "https://site.here/"
TREE = ROOT / "build" / "docs"
OTHERS = ("properdocs", "zensical")
TOLERATED = {
    "readers/": "only mkdocs-jupyter draws notebooks; Zensical has no such plugin and leaves the file for download",
    "assets/": "each engine brings the files of its own theme; ours are compared below, byte for byte",
    "search": "the index of each engine's own search: search/search_index.json, or search.json",
    "sitemap.xml": "MkDocs writes a compressed one beside it, and the day of the build into it",
}
DROPPED = "a#__skip, script, style"
"""Zensical opens each article with an empty anchor for its skip link; scripts and styles are no text."""


@dataclass(frozen=True)
class Facts:
    """What a reader and a search engine get from a page."""

    title: str
    meta: list[tuple[str, str]]
    headings: list[tuple[str, str, str]]
    text: str
    ids: list[str]
    links: list[str]
    navigation: set[tuple[str, str]]
    canonical: list[str]


@cache
def facts(path: Path, address: str) -> Facts:
    page = LexborHTMLParser(path.read_text(encoding="utf-8"))
    article = page.css_first("article")
    for node in article.css(DROPPED):
        node.decompose()
    here = BASE + address
    return Facts(
        title=page.css_first("title").text(),
        meta=[(str(m.attributes["name"]), str(m.attributes["content"])) for m in page.css("meta[name]:not([name=generator])")],
        headings=[(str(h.tag), str(h.attributes.get("id")), h.text().strip()) for h in article.css("h1, h2, h3, h4, h5, h6")],
        text=" ".join(article.text(separator=" ").split()),
        ids=[str(node.attributes["id"]) for node in article.css("[id]")],
        links=[urljoin(here, str(a.attributes["href"])) for a in article.css("a[href]")],
        navigation={(urljoin(here, str(a.attributes["href"])), a.text().strip()) for a in page.css("nav a[href]")},
        canonical=[str(link.attributes["href"]) for link in page.css("link[rel=canonical]")],
    )  # fmt: skip


def started(engine: str, folder: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start an engine on the generated tree. Zensical knows no other folder for the site than the one in mkdocs.yml."""
    root, more = ROOT, ["--site-dir", str(folder / "site")]
    if engine == "zensical":
        root, more = folder, []
        for name in ("build/docs", "scripts/crosscheck/render/theme"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    command = [sys.executable, "-m", engine, *ENGINES[engine], *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=root, env=os.environ | {WRITTEN: "1"}, stdout=pipe, stderr=subprocess.STDOUT, text=True
    ), folder / "site"


@pytest.fixture(scope="session")
def sites(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Render the tree that the MkDocs site was made from, with both others at once."""
    running = {engine: started(engine, tmp_path_factory.mktemp(engine)) for engine in OTHERS}
    for engine, (process, _) in running.items():
        words, _ = process.communicate(timeout=300)
        assert process.returncode == 0, f"{engine}: {words[-3000:]}"
    return {"mkdocs": site} | {engine: folder for engine, (_, folder) in running.items()}


def addresses(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")}


def compared(sites: dict[str, Path], engine: str) -> Iterator[tuple[str, Facts, Facts]]:
    for address in sorted(addresses(sites["mkdocs"]) & addresses(sites[engine])):
        name = address if address.endswith(".html") else address + "index.html"
        if "<article" in (sites["mkdocs"] / name).read_text(encoding="utf-8"):
            yield address, facts(sites["mkdocs"] / name, address), facts(sites[engine] / name, address)


def test_properdocs_has_the_same_addresses(sites: dict[str, Path]) -> None:
    assert addresses(sites["properdocs"]) == addresses(sites["mkdocs"])


def test_zensical_lacks_the_drawn_notebooks_and_nothing_else(sites: dict[str, Path]) -> None:
    ours, theirs = addresses(sites["mkdocs"]), addresses(sites["zensical"])
    assert theirs - ours == set()
    drawn = {f"readers/{path.stem}/" for path in (TREE / "readers").glob("*.ipynb")}
    assert ours - theirs == drawn != set()


@pytest.mark.parametrize("fact", [field.name for field in fields(Facts)])
@pytest.mark.parametrize("engine", OTHERS)
def test_every_page_says_the_same(sites: dict[str, Path], engine: str, fact: str) -> None:
    found = list(compared(sites, engine))
    assert len(found) > 100
    assert [address for address, ours, theirs in found if getattr(ours, fact) != getattr(theirs, fact)] == []


@pytest.mark.parametrize("engine", ["mkdocs", *OTHERS])
def test_every_file_of_the_tree_is_in_the_site(sites: dict[str, Path], engine: str) -> None:
    """Except pages, which are rendered, and drawn notebooks, which mkdocs-jupyter puts beside their pages."""
    missing = []
    for path in sorted(TREE.rglob("*")):
        name = path.relative_to(TREE).as_posix()
        if path.is_dir() or path.suffix == ".md" or name == ".gitkeep":
            continue
        target = sites[engine] / name
        if name.startswith("readers/") and engine != "zensical":
            target = target.with_suffix("") / target.name
        if not target.is_file() or target.read_bytes() != path.read_bytes():
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("engine", OTHERS)
def test_no_engine_adds_files_but_its_own(sites: dict[str, Path], engine: str) -> None:
    names = {
        name: {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        for name, site in sites.items()
    }
    assert [name for name in sorted(names[engine] ^ names["mkdocs"]) if not name.startswith(tuple(TOLERATED))] == []


def test_the_comparison_sees_a_changed_link(sites: dict[str, Path], tmp_path: Path) -> None:
    page = (sites["zensical"] / "claims" / "index.html").read_text(encoding="utf-8")
    article = page.index("<article")
    changed = page[:article] + page[article:].replace('href="', 'href="../', 1)
    (tmp_path / "changed.html").write_text(changed, encoding="utf-8")
    (tmp_path / "same.html").write_text(page, encoding="utf-8")
    assert facts(tmp_path / "changed.html", "claims/").links != facts(tmp_path / "same.html", "claims/").links


def test_an_engine_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_minisite(tmp_path)
    prove(root)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "zensical" else find(name))
    done = CliRunner().invoke(command, ["--engine", "zensical"], obj=root)
    assert isinstance(done.exception, MachineError)
    assert "zensical is not installed here" in str(done.exception)
    assert (root / "build/docs/index.md").is_file()
