"""The template engine: sandboxed, strict, escaping everything."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from crosscheck.write import write_generated

BEGIN, END = '<div class="cc">', "</div>"
"""The first and the last line of a finished page."""

ALIKE = ("word", "glyph")
"""Macros of ours that say the same for the same words wherever they stand; a build asks for few, thousands of times."""

_kept: ContextVar[Path | None] = ContextVar("_kept", default=None)
version = cache(version_of)


def href(page: str, target: str) -> str:
    """Return the relative address of `target`, a page path such as `pairs/x/#y`, seen from the page `page`."""
    path, _, anchor = target.partition("#")
    return _relative(address(page), path) + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=4096)
def _relative(here: str, path: str) -> str:
    """Return the way from one address to another; a page asks for few places, but for each many times."""
    return posixpath.relpath(path or ".", here or ".") + ("/" if path.endswith("/") or not path else "")


def address(page: str) -> str:
    """Return the folder that a page file is served from: `claims/api.md` is served from `claims/api/`."""
    stem = page.rsplit(".", 1)[0]
    return stem.removesuffix("index") if stem.endswith("index") else stem + "/"


def page_file(page: str) -> str:
    """Return the file to write a page to: always an index, since Zensical moves links by one folder in any other."""
    return address(page) + "index.md"


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Keep coloured scripts, schemas and compiled templates in a folder meanwhile: they cost as much as the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    before, compiled = _kept.set(folder), environment().bytecode_cache
    environment().bytecode_cache = FileSystemBytecodeCache(str(folder))
    try:
        yield
    finally:
        environment().bytecode_cache = compiled
        _kept.reset(before)


def kept(kind: str, key: str, make: Callable[[], str]) -> str:
    """Return what was made for a key by an earlier build, where builds keep such things, or make it."""
    folder = _kept.get()
    if folder is None:
        return make()
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.{kind}"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    text = make()
    write_generated(path, text.encode())
    return text


def python_html(source: str) -> Markup:
    """Colour Python source; Pygments escapes it."""
    return Markup(kept("html", f"{version('pygments')}\0{source}", lambda: _highlighted(source)))


def _highlighted(source: str) -> str:
    from pygments import highlight  # late: when all scripts are known, nobody waits for it
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which asks of each attribute whether it is safe, and here once a type and name only."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._safe: set[tuple[type, str]] = set()
        self._marks: dict[tuple[Any, ...], str] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute that is known to be safe, unless it is one of the two methods that Jinja guards."""
        if attribute not in ("format", "format_map") and (type(obj), attribute) in self._safe:
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Remember what is safe: the rules look at the object's type and the attribute's name."""
        safe = super().is_safe_attribute(obj, attr, value)
        if safe:
            self._safe.add((type(obj), attr))
        return bool(safe)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro at once, since macros are ours; of anything else, ask first whether it is safe."""
        if type(called) is Macro:
            kwargs.pop("_loop_vars", None)  # compiled templates pass these to whatever they call
            kwargs.pop("_block_vars", None)
            if called.name not in ALIKE or kwargs:
                return called(*args, **kwargs)
            if (mark := (called.name, *args)) not in self._marks:
                self._marks[mark] = called(*args)
            return self._marks[mark]
        return super().call(context, called, *args, **kwargs)


def paragraphs(text: str) -> Markup:
    """Break text into paragraphs at empty lines."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


@cache
def environment() -> Sandbox:
    """Return the one environment: autoescape on, an undefined name is an error, data is never a template."""
    made = Sandbox(
        loader=PackageLoader("crosscheck.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"python_html": python_html, "paragraphs": paragraphs}
    return made


def page_text(title: str, html: str, description: str, sought: bool = True) -> str:
    """Wrap finished HTML as a page file: front matter that themes print unescaped, so escaped here, and one block."""
    head: dict[str, Any] = {
        "title": str(escape(title)),
        "description": str(escape(description)),
        "hide": ["navigation", "toc"],
    }
    head |= {} if sought else {"search": {"exclude": True}}
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())
    return f"---\n{front}\n---\n{BEGIN}\n{html.strip()}\n{END}\n"


def render(template: str, **values: Any) -> str:
    """Render a template of ours."""
    return environment().get_template(template).render(**values)
