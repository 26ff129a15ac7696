"""A notebook as mkdocs-jupyter draws it, brought into the form of every other page."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Tag


def drawn_notebook(html: str) -> str:
    """Keep headings, text, code and output of a drawn notebook.

    Half a megabyte of styles and scripts stays behind: the site's own serve here too, and its policy runs no script
    that stands within a page. Equal headings get the ids that the table of contents expects.
    """
    _, wrapper, body = html.partition('<div class="jupyter-wrapper">')
    page = BeautifulSoup(wrapper + body, "html.parser")
    parts = [part for cell in page.select("[id^=cell-id]") for part in _parts(cell)]
    _number_ids(parts)
    return '<div class="cc">\n' + "\n".join(str(part) for part in parts) + "\n</div>"


def _parts(cell: Tag) -> list[Tag]:
    if text := cell.select_one(".jp-RenderedMarkdown"):
        for link in text.select("a.anchor-link"):
            link["class"] = "headerlink"
            link["title"] = "Permanent link"
        return [child for child in text.children if isinstance(child, Tag)]
    return [*_code(cell), *(_output(pre) for pre in cell.select(".jp-OutputArea-output pre"))]


def _code(cell: Tag) -> list[Tag]:
    """Return the coloured code in the theme's own form, to which it adds its button for copying."""
    found = cell.select_one(".jp-Editor pre")
    if found is None:
        return []
    made = BeautifulSoup('<div class="highlight"><pre><code></code></pre></div>', "html.parser")
    code = made.code
    assert code is not None
    code.extend(list(found.contents))
    return [tag for tag in made.contents if isinstance(tag, Tag)]


def _output(pre: Tag) -> Tag:
    pre["class"] = "cc-output no-copy"
    pre["tabindex"] = "0"  # a long output scrolls, and not only for who has a mouse
    pre["role"] = "group"
    pre["aria-label"] = "Output"
    return pre


def _number_ids(parts: list[Tag]) -> None:
    """Number ids that occur again as the Markdown extension `toc` does, and lead each heading's link to its own."""
    seen: Counter[str] = Counter()
    for heading in (tag for part in parts for tag in [part, *part.find_all(True)] if tag.get("id")):
        name = str(heading["id"])
        if seen[name]:
            heading["id"] = f"{name}_{seen[name]}"
            for link in heading.select("a.headerlink"):
                link["href"] = f"#{heading['id']}"
        seen[name] += 1
