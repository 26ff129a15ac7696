"""Every record has an address that goes on leading to it, under its own id and its former ones."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from crosscheck.build import DOCS, build
from crosscheck.check import check
from crosscheck.render.addresses import PLURALS, SITE, entries, place
from crosscheck.render.redirects import redirect
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


class Entries(HTMLParser):
    """The anchors of a page of permanent addresses, each with where its link leads below the site."""

    def __init__(self, path: str, source: str) -> None:
        super().__init__()
        self.path = path
        self.anchor = ""
        self.found: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: str(value) for name, value in attrs}
        if tag == "li" and "id" in values:
            self.anchor = f"{self.path}#{values['id']}"
        if tag == "a" and self.anchor:
            self.found[self.anchor] = urljoin(SITE + self.path, values["href"]).removeprefix(SITE)
            self.anchor = ""


def leading(root: Path) -> dict[str, str]:
    """Return every permanent address as built, with where it leads."""
    build(root, TODAY)
    found: dict[str, str] = {}
    for page in sorted((root / DOCS / "to").rglob("index.md")):
        path = page.parent.relative_to(root / DOCS).as_posix() + "/"
        found |= Entries(path, page.read_text(encoding="utf-8")).found
    return found


EXPECTED = {
    "to/claims/#sums-agree": "claims/basics/#sums-agree",
    "to/assertions/#post-sum": "heard/some-post/#post-sum",
    "to/pairs/#sum-of-two": "pairs/sum-of-two/",
    "to/tools/#alpha-server": "tools/#alpha-server",
    "to/sources/#alpha-manual": "sources/#alpha-manual",
    "to/comparisons/#at-a-glance": "compare/at-a-glance/",
    "to/decisions/#which": "decide/which/",
    "to/decisions/#which/reader": "decide/which/reader/",
}


def test_each_kind_of_record_has_an_address_that_leads_to_it(root: Path) -> None:
    found = leading(root)
    assert {path: found.get(path) for path in EXPECTED} == EXPECTED


def test_a_former_id_leads_to_the_record_of_today(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "  topic: basics", "  formerly: [sums-are-equal]\n  topic: basics")
    edit(root, "data/tools/all.yml", "  checked: 2026-11-20", "  checked: 2026-11-20\n  formerly: [alpha-serving]")
    edit(root, "data/sources/all.yml", "  checked: 2026-11-20", "  checked: 2026-11-20\n  formerly: [alpha-handbook]")
    edit(root, "snippets/basics/sum-of-two/pair.yml", "topic: basics", "topic: basics\nformerly: [two-summed]")
    found = leading(root)
    expected = {
        "to/claims/#sums-are-equal": "claims/basics/#sums-agree",
        "to/tools/#alpha-serving": "tools/#alpha-server",
        "to/sources/#alpha-handbook": "sources/#alpha-manual",
        "to/pairs/#two-summed": "pairs/sum-of-two/",
    }
    assert {path: found.get(path) for path in expected} == expected
    head = Head((root / DOCS / "pairs/two-summed/index.html").read_text(encoding="utf-8"))
    assert head.refresh == f"0; url={head.link}"
    assert urljoin(SITE + "pairs/two-summed/", head.link) == SITE + "pairs/sum-of-two/"


def test_a_redirect_needs_no_script_and_is_not_indexed() -> None:
    head = Head(redirect("pairs/x/", "pairs/y/", "<i>x</i>"))
    assert head.tags == ["html", "head", "meta", "meta", "title", "meta", "meta", "meta", "link", "body", "p", "a"]
    assert (head.robots, head.canonical) == ("noindex", SITE + "pairs/y/")
    assert "Go to <i>x</i>" in head.text


def test_every_address_leads_to_a_page_and_an_anchor_that_are_built(root: Path) -> None:
    found = leading(root)
    for path, leads in found.items():
        target = urlsplit(leads)
        page = (root / DOCS / target.path / "index.md").read_text(encoding="utf-8")
        assert not target.fragment or f'id="{target.fragment}"' in page, path
    assert len(found) == 16


def test_no_two_records_share_an_address() -> None:
    knowledge = check(ROOT, TODAY).knowledge
    scenarios = sum(len(decision.scenarios) for decision in knowledge.decisions)
    for _, plural in PLURALS:
        records = getattr(knowledge, plural)
        wanted = len(records) + sum(len(getattr(record, "formerly", ())) for record in records)
        assert len(entries(knowledge)[plural]) == wanted + scenarios * (plural == "decisions"), plural


def test_a_record_without_a_page_has_no_address(root: Path) -> None:
    with pytest.raises(TypeError, match="Topic has no page"):
        place(checked(root).knowledge.topics[0])
