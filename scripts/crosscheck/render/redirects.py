"""Small static pages at former addresses of pages, which lead to where they are today."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import absolute
from crosscheck.render.engine import href, render


def redirect_files(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield each redirect's path below the docs folder and its text. An address that is in use, or taken, is left."""
    seen = {pair.id for pair in knowledge.pairs}
    for pair in knowledge.pairs:
        for old in pair.formerly:
            if old not in seen:
                seen.add(old)
                yield f"pairs/{old}/index.html", redirect(f"pairs/{old}/", f"pairs/{pair.id}/", pair.title)


def redirect(path: str, target: str, title: str) -> str:
    """Return a page at `path` that leads to `target`, also for readers whose browser does not follow by itself."""
    to, canonical = href(f"{path}index.md", target), absolute(target.partition("#")[0])
    return render("redirect.html", to=to, canonical=canonical, name=title) + "\n"
