"""A finished page passes Python-Markdown as it is; any other text is Markdown as ever."""

from __future__ import annotations

import pytest
from crosscheck.render.engine import page_text
from crosscheck.render.finished import FinishedPages
from markdown import markdown

OTHERS = ["admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences"]


def page(html: str) -> str:
    return page_text("A page", html, "About it.").partition("\n---\n")[2]


@pytest.mark.parametrize(
    "html",
    [
        "<p>*not* `Markdown` [a](b) {: .c} <b>bold</b></p>",
        "<pre>\n```python\nprint(1)\n```\n\n    four spaces\n</pre>",
        '<p markdown="1">*not read*</p>',
        "<p>one</p>\n\n# two\n\n<p>three</p>",
        "<p>&lt;script&gt; &amp; klzzwxh:0001 wzxhzdk:0</p>",
    ],
)
def test_a_finished_page_is_left_as_it_is(html: str) -> None:
    text = page(html)
    assert markdown(text, extensions=[FinishedPages(), *OTHERS]) == text.strip()


def test_any_other_text_is_markdown() -> None:
    text = '*word*\n\n<div class="cc">\n<p>block</p>\n</div>\n\nmore `code`\n'
    assert markdown(text, extensions=[FinishedPages(), *OTHERS]) == markdown(text, extensions=OTHERS)
    assert "<em>word</em>" in markdown(text, extensions=[FinishedPages(), *OTHERS])


def test_a_page_comes_out_the_same_without_it_only_later() -> None:
    text = page("<h1>A</h1>\n<p>some <code>text</code></p>\n<ul>\n<li>one</li>\n</ul>")
    plain = markdown(text, extensions=OTHERS)
    assert markdown(text, extensions=[FinishedPages(), *OTHERS]).split() == plain.split()


def test_tables_of_hand_written_pages_take_the_form_of_all_others() -> None:
    text = "| | 2023 |\n|---|---|\n| **links** | 332 |\n"
    html = markdown(text, extensions=["tables", FinishedPages()])
    assert '<div class="cc"><div aria-label="2023" class="cc-scroll" role="region" tabindex="0">' in html
    assert '<table class="cc-table">' in html
    assert "<td></td>\n<th>2023</th>" in html
    assert '<td data-label="2023">332</td>' in html
    assert '<th data-label="" scope="row"><strong>links</strong></th>' in html
