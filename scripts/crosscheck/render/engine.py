"""The template engine: sandboxed, strict, escaping everything."""

from __future__ import annotations

import json
import posixpath
from functools import cache
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


def href(page: str, target: str) -> str:
    """Return the relative address of `target`, a page path such as `pairs/x/#y`, seen from the page `page`."""
    path, _, anchor = target.partition("#")
    here = address(page)
    relative = posixpath.relpath(path or ".", here or ".")
    relative += "/" if path.endswith("/") or not path else ""
    return relative + (f"#{anchor}" if anchor else "")


def address(page: str) -> str:
    """Return the folder that a page file is served from: `claims/api.md` is served from `claims/api/`."""
    stem = page.rsplit(".", 1)[0]
    return stem.removesuffix("index") if stem.endswith("index") else stem + "/"


def page_file(page: str) -> str:
    """Return the file to write a page to: always an index, since Zensical moves links by one folder in any other."""
    return address(page) + "index.md"


@cache
def python_html(source: str) -> Markup:
    """Colour Python source; the formatter escapes it."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))  # Pygments escapes the source


def paragraphs(text: str) -> Markup:
    """Break text into paragraphs at empty lines."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the one environment: autoescape on, an undefined name is an error, data is never a template."""
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("crosscheck.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"python_html": python_html, "paragraphs": paragraphs}
    return made


def page_text(title: str, html: str, description: str) -> str:
    """Wrap finished HTML as a page file: front matter that themes print unescaped, so escaped here, and one block."""
    head = {"title": str(escape(title)), "description": str(escape(description)), "hide": ["navigation", "toc"]}
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())
    return f'---\n{front}\n---\n<div class="cc">\n{render("sprite.html").strip()}\n{html.strip()}\n</div>\n'


def render(template: str, **values: Any) -> str:
    """Render a template of ours."""
    return environment().get_template(template).render(**values)
