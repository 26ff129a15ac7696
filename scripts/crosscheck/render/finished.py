"""A Python-Markdown extension: a page that is finished HTML passes as it is, which takes half of an engine's work away.

Every engine that reads `markdown_extensions` loads it. Without it the pages come out the same, only later.
"""

from __future__ import annotations

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from crosscheck.render.engine import BEGIN, END

BEFORE_ALL_BUT_WHITESPACE = 29


class Finished(Preprocessor):
    """Sets a whole page aside, before anything looks for Markdown in it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return a placeholder for a finished page, and any other text unchanged."""
        text = "\n".join(lines).strip()
        if not (text.startswith(BEGIN) and text.endswith(END)):
            return lines
        return [self.md.htmlStash.store(text)]


class FinishedPages(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run it before the preprocessors that read HTML and fences."""
        md.preprocessors.register(Finished(md), "crosscheck_finished", BEFORE_ALL_BUT_WHITESPACE)


def makeExtension(**settings: object) -> FinishedPages:
    """Return the extension, as Python-Markdown asks for it."""
    return FinishedPages(**settings)
