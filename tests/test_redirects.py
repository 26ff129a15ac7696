"""Every record has an address that goes on leading to it, under its own id and its former ones."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from crosscheck.build import DOCS, build
from crosscheck.check import check
from crosscheck.render.addresses import SITE, addressed, place
from crosscheck.render.redirects import redirect, redirect_files
from support import ROOT, TODAY, checked, copy_minisite, edit, prove


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    prove(root)
    return root


class Head(HTMLParser):
    """What a redirect says: where the link, the refresh and the canonical address lead, and what it is made of."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.link = self.refresh = self.canonical = self.robots = ""
        self.tags: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: str(value) for name, value in attrs}
        self.tags.append(tag)
        if tag == "a":
            self.link = values["href"]
        if tag == "link" and values["rel"] == "canonical":
            self.canonical = values["href"]
        if values.get("http-equiv") == "refresh":
            self.refresh = values["content"]
        if values.get("name") == "robots":
            self.robots = values["content"]

    def handle_data(self, data: str) -> None:
        self.text += data


def leads_to(path: str, text: str) -> str:
    """Return where a redirect leads, below the site."""
    head = Head(text)
    assert head.refresh == f"0; url={head.link}"
    return urljoin(SITE + path.removesuffix("index.html"), head.link).removeprefix(SITE)


EXPECTED = {
    "to/claims/sums-agree/index.html": "claims/basics/#sums-agree",
    "to/assertions/post-sum/index.html": "heard/some-post/#post-sum",
    "to/pairs/sum-of-two/index.html": "pairs/sum-of-two/",
    "to/tools/alpha-server/index.html": "tools/#alpha-server",
    "to/sources/alpha-manual/index.html": "sources/#alpha-manual",
    "to/comparisons/at-a-glance/index.html": "compare/at-a-glance/",
    "to/decisions/which/index.html": "decide/which/",
    "to/decisions/which/reader/index.html": "decide/which/reader/",
}


def test_each_kind_of_record_has_an_address_that_leads_to_it(root: Path) -> None:
    files = {path: leads_to(path, text) for path, text in redirect_files(checked(root).knowledge)}
    assert {path: files.get(path) for path in EXPECTED} == EXPECTED


def test_a_former_id_leads_to_the_record_of_today(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "  topic: basics", "  formerly: [sums-are-equal]\n  topic: basics")
    edit(root, "data/tools/all.yml", "  checked: 2026-11-20", "  checked: 2026-11-20\n  formerly: [alpha-serving]")
    edit(root, "data/sources/all.yml", "  checked: 2026-11-20", "  checked: 2026-11-20\n  formerly: [alpha-handbook]")
    edit(root, "snippets/basics/sum-of-two/pair.yml", "topic: basics", "topic: basics\nformerly: [two-summed]")
    build(root, TODAY)
    expected = {
        "to/claims/sums-are-equal/index.html": "claims/basics/#sums-agree",
        "to/tools/alpha-serving/index.html": "tools/#alpha-server",
        "to/sources/alpha-handbook/index.html": "sources/#alpha-manual",
        "to/pairs/two-summed/index.html": "pairs/sum-of-two/",
        "pairs/two-summed/index.html": "pairs/sum-of-two/",
    }
    found = {path: leads_to(path, (root / DOCS / path).read_text(encoding="utf-8")) for path in expected}
    assert found == expected


def test_a_redirect_needs_no_script_and_is_not_indexed() -> None:
    head = Head(redirect("to/claims/x/", "claims/api/#x", "<i>x</i>"))
    assert head.tags == ["html", "head", "meta", "meta", "title", "meta", "meta", "meta", "link", "body", "p", "a"]
    assert (head.robots, head.canonical) == ("noindex", SITE + "claims/api/")
    assert "Go to <i>x</i>" in head.text


def test_every_redirect_leads_to_a_page_and_an_anchor_that_are_built(root: Path) -> None:
    build(root, TODAY)
    files = list(redirect_files(checked(root).knowledge))
    for path, text in files:
        target = urlsplit(leads_to(path, text))
        page = (root / DOCS / target.path / "index.md").read_text(encoding="utf-8")
        assert not target.fragment or f'id="{target.fragment}"' in page, path
    assert len(files) == 16


def test_no_two_records_share_an_address() -> None:
    addresses = [address for address, _ in addressed(check(ROOT, TODAY).knowledge)]
    assert len(addresses) == len(set(addresses))


def test_a_record_without_a_page_has_no_address(root: Path) -> None:
    with pytest.raises(TypeError, match="Topic has no page"):
        place(checked(root).knowledge.topics[0])
