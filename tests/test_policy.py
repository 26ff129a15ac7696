"""The Content-Security-Policy: every page has it, no page needs more than it allows, and nothing stops working."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from crosscheck.render.drawn import drawn_notebook
from crosscheck.render.redirects import redirect
from selectolax.lexbor import LexborHTMLParser
from served import kinds

DATA = {"application/json", "application/ld+json"}
"""Types of script that no browser runs."""

REDIRECTS = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""The policy of a redirect, which loads nothing at all."""


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[str, LexborHTMLParser]:
    return {
        path.relative_to(site).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def policy_of(page: LexborHTMLParser) -> str:
    return str(page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"])


def test_a_redirect_may_load_nothing() -> None:
    assert policy_of(LexborHTMLParser(redirect("pairs/old/", "pairs/new/", "A pair"))) == REDIRECTS


def test_every_page_has_the_strict_policy(parsed: dict[str, LexborHTMLParser]) -> None:
    (policy,) = {policy_of(page) for page in parsed.values()} - {REDIRECTS}
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"https?:|\*", policy) == []


def test_the_policy_stands_before_all_that_it_governs(parsed: dict[str, LexborHTMLParser]) -> None:
    for address, page in parsed.items():
        kinds_of_node = [node.tag for node in page.css("head > *")]
        assert kinds_of_node[0] == "meta", address
        assert "http-equiv" in page.css_first("head > meta").attributes, address


def test_no_page_carries_scripts_styles_or_handlers_of_its_own(parsed: dict[str, LexborHTMLParser]) -> None:
    wrong = []
    for address, page in parsed.items():
        for node in page.css("script:not([src])"):
            if node.attributes.get("type") not in DATA:
                wrong.append((address, "script", node.text()[:60]))
        wrong += [(address, "style", node.html[:80]) for node in page.css("style, [style]")]
        wrong += [(address, "javascript:", node.html[:80]) for node in page.css("[href^='javascript:']")]
    assert wrong == []


@contextmanager
def watched(browser: Any, **settings: Any) -> Iterator[tuple[Any, list[str]]]:
    """Open a page whose every complaint is kept: refused by the policy, errors of scripts, addresses not found."""
    context = browser.new_context(**settings)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield page, said
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_kind_of_page_complains(base: str, site: Path, browser: Any, scheme: str) -> None:
    with watched(browser, color_scheme=scheme, viewport={"width": 1280, "height": 900}) as (page, said):
        for address in kinds(site).values():
            page.goto(base + address, wait_until="load")
            assert said == [], address
            assert page.evaluate("document.body.dataset.mdColorScheme") == ("default" if scheme == "light" else "slate")


@pytest.mark.browser
def test_an_inline_script_is_refused(base: str, browser: Any) -> None:
    with watched(browser) as (page, said):
        page.goto(base)
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))")  # fmt: skip
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in line for line in said)


@pytest.mark.browser
def test_search_works_in_its_worker(base: str, browser: Any) -> None:
    with watched(browser, viewport={"width": 1280, "height": 900}) as (page, said):
        page.goto(base)
        page.get_by_role("textbox", name="Search").click()
        page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
        page.get_by_role("textbox", name="Search").press_sequentially("padding")
        page.wait_for_selector(".md-search-result__item")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url("**/*h=padding*")  # the words found are marked on the page
        assert said == []


@pytest.mark.browser
def test_the_chosen_scheme_is_there_before_the_first_paint_of_the_next_page(base: str, browser: Any) -> None:
    with watched(browser, color_scheme="light", viewport={"width": 1280, "height": 900}) as (page, said):
        page.goto(base)
        page.locator("label[for=__palette_1]").click()
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        page.route("**/bundle.*.js", lambda route: route.abort())  # so that only our own script can do it
        page.goto(base + "tools/")
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        assert [line for line in said if "ERR_FAILED" not in line] == []


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_shows_the_page_all_the_same(base: str, browser: Any) -> None:
    with watched(browser) as (page, said):
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden') }})")
        page.goto(base + "tools/")
        assert page.evaluate("__md_get('__palette')") is None
        page.evaluate("__md_set('__palette', {index: 1})")
        assert page.inner_text("h1")
        assert [line for line in said if "forbidden" not in line] == []


@pytest.mark.browser
def test_code_of_a_drawn_notebook_can_be_copied(base: str, site: Path, browser: Any) -> None:
    reader = next(address for address in kinds(site).values() if address.startswith("readers/"))
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as (page, said):
        page.goto(base + reader)
        page.locator(".highlight button").first.click()
        assert page.evaluate("navigator.clipboard.readText()").startswith('"""')
        assert page.locator(".no-copy button").count() == 0
        assert said == []


def test_equal_headings_of_a_notebook_get_ids_of_their_own() -> None:
    heading = '<h3 id="alpha">Alpha<a class="anchor-link" href="#alpha">¶</a></h3>'
    cell = f'<div id="cell-id=x"><div class="jp-RenderedMarkdown">{heading}</div></div>'
    html = drawn_notebook(f'<style>x</style><script>y</script><div class="jupyter-wrapper">{cell}{cell}</div>')
    page = LexborHTMLParser(html)
    assert [node.attributes["id"] for node in page.css("h3")] == ["alpha", "alpha_1"]
    assert [node.attributes["href"] for node in page.css("a")] == ["#alpha", "#alpha_1"]
    assert page.css("style, script") == []


def test_markup_in_a_notebook_stays_text() -> None:
    code = "<div id='cell-id=x'><div class='jp-Editor'><pre><span></span>a &lt;script&gt;</pre></div><div class='jp-OutputArea-output'><pre>&lt;b&gt;</pre></div></div>"
    page = LexborHTMLParser(drawn_notebook(f'<div class="jupyter-wrapper">{code}</div>'))
    assert page.css_first("code").text() == "a <script>"
    assert page.css_first("pre.cc-output").text() == "<b>"
    assert page.css("script, b") == []
