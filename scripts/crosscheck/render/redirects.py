"""Small static pages at permanent addresses, which lead to where a record is shown today."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.model.knowledge import Knowledge
from crosscheck.render.addresses import absolute, addressed, permanent, place
from crosscheck.render.engine import href, render


def redirect_files(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield each redirect's path below the docs folder and its text. Of two with one address the first stands."""
    seen = {f"pairs/{pair.id}/" for pair in knowledge.pairs}
    for path, target, title in _redirects(knowledge):
        if path not in seen:
            seen.add(path)
            yield f"{path}index.html", redirect(path, target, title)


def _redirects(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    for path, record in addressed(knowledge):
        yield path, place(record), record.id  # type: ignore[attr-defined]
    for decision in knowledge.decisions:
        for scenario in decision.scenarios:
            yield f"{permanent(decision)}{scenario.id}/", f"decide/{decision.id}/{scenario.id}/", scenario.title
    for pair in knowledge.pairs:
        for old in pair.formerly:
            yield f"pairs/{old}/", f"pairs/{pair.id}/", pair.title


def redirect(path: str, target: str, title: str) -> str:
    """Return a page at `path` that leads to `target`, also for readers whose browser does not follow by itself."""
    to, canonical = href(f"{path}index.md", target), absolute(target.partition("#")[0])
    return render("redirect.html", to=to, canonical=canonical, name=title) + "\n"
