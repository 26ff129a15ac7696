"""The finished site: every internal link and anchor leads somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from support import ROOT

BASE = "https://site.here/"


class Page(HTMLParser):
    """Links, ids and loaded addresses of one page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.loads: set[str] = set()
        self.handlers: set[str] = set()
        self.without_size: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.add(str(values["href"]))
        if values.get("id"):
            self.ids.add(str(values["id"]))
        if tag in ("script", "img", "iframe", "source") and values.get("src"):
            self.loads.add(str(values["src"]))
        if tag == "img" and not (values.get("width") and values.get("height")):
            self.without_size.add(str(values.get("src")))
        if tag == "link" and values.get("rel") in ("stylesheet", "preconnect", "icon"):
            self.loads.add(str(values["href"]))
        self.handlers |= {name for name in values if name.startswith("on")}


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = Page(path.read_text(encoding="utf-8"))
    return found


def test_every_internal_link_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    broken = []
    for address, page in pages.items():
        for link in page.links if address != "404.html" else ():
            target = urlsplit(urljoin(BASE + address, link))
            if f"{target.scheme}://{target.netloc}/" != BASE:
                continue
            path = unquote(target.path.lstrip("/"))
            known = path in pages or (site / path).is_file()
            if not known or (target.fragment and path in pages and unquote(target.fragment) not in pages[path].ids):
                broken.append(f"{address}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_another_host(pages: dict[str, Page]) -> None:
    outside = {load for page in pages.values() for load in page.loads if load.startswith(("http:", "https:", "//"))}
    assert outside == set()


def test_every_picture_says_its_size_so_that_nothing_jumps(pages: dict[str, Page]) -> None:
    assert {address: page.without_size for address, page in pages.items() if page.without_size} == {}


def test_generated_pages_have_no_event_handlers(pages: dict[str, Page]) -> None:
    assert {a: p.handlers for a, p in pages.items() if p.handlers and not a.startswith("notebooks/")} == {}


def test_every_record_has_its_anchor(pages: dict[str, Page]) -> None:
    api = {
        name: json.loads((ROOT / "site/api/v1" / f"{name}.json").read_text(encoding="utf-8"))[name]
        for name in ("claims", "tools", "sources", "assertions", "pairs")
    }
    assert all(claim["id"] in pages[f"claims/{claim['topic']}/"].ids for claim in api["claims"])
    assert all(tool["id"] in pages["tools/"].ids for tool in api["tools"])
    assert all(source["id"] in pages["sources/"].ids for source in api["sources"])
    assert all(a["id"] in pages[f"heard/{a['source']}/"].ids for a in api["assertions"])
    assert all(f"pairs/{pair['id']}/" in pages for pair in api["pairs"])


def test_a_claim_can_be_edited_and_contradicted_by_a_reader(pages: dict[str, Page]) -> None:
    links = pages["claims/migration/"].links
    assert any(re.search(r"/edit/main/data/claims/migration\.yml#L\d+$", link) for link in links)
    assert any(link.endswith("/issues/new?template=wrong-claim.yml&id=same-padding") for link in links)


def test_no_image_carries_a_script(site: Path) -> None:
    drawn = sorted(site.rglob("*.svg"))
    assert len(drawn) >= 10
    for path in drawn:
        for element in ElementTree.parse(path).iter():
            assert element.tag.rpartition("}")[2] not in ("script", "foreignObject"), path
            for name, value in element.attrib.items():
                assert not name.rpartition("}")[2].lower().startswith("on"), path
                assert name.rpartition("}")[2] != "href" or value.startswith("#"), f"{path} refers to {value}"


def test_every_external_link_is_https(pages: dict[str, Page]) -> None:
    links = {link for page in pages.values() for link in page.links}
    assert {link for link in links if link.startswith(("http://", "javascript:", "data:", "//"))} == set()


def test_the_notebook_of_a_pair_can_be_downloaded(site: Path, pages: dict[str, Page]) -> None:
    assert "../../notebooks/same-padding-stride-2.ipynb" in pages["pairs/same-padding-stride-2/"].links
    path = site / "notebooks/same-padding-stride-2.ipynb"
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4


def test_colab_opens_what_the_workflow_publishes(pages: dict[str, Page]) -> None:
    (link,) = (link for link in pages["pairs/same-padding-stride-2/"].links if "colab" in link)
    assert link.endswith("/crosscheck-kb/crosscheck/blob/notebooks/notebooks/same-padding-stride-2.ipynb")
    workflow = (ROOT / ".github/workflows/main.yml").read_text(encoding="utf-8")
    assert "HEAD:refs/heads/notebooks" in workflow


def test_it_lies_about_nothing_it_has_not_run() -> None:
    claims = json.loads((ROOT / "site/api/v1/claims.json").read_text(encoding="utf-8"))["claims"]
    for claim in claims:
        if claim["standing"] == "proved":
            assert claim["proofs"] and all(proof["passed"] for proof in claim["proofs"]), claim["id"]


def test_the_sitemap_is_dated_by_the_data(site: Path) -> None:
    newest = str(ElementTree.parse(site / "feed.xml").findtext("{*}updated"))
    days = {node.text for node in ElementTree.parse(site / "sitemap.xml").iter() if node.tag.endswith("lastmod")}
    assert days == {newest[:10]}
