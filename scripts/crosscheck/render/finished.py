"""A Python-Markdown extension: a page that is finished HTML passes as it is, which takes half of an engine's work away.

Every engine that reads `markdown_extensions` loads it. Without it such pages come out the same, only later. Tables of
hand-written pages take the form of all others, which can be scrolled by keyboard and fold on a narrow screen.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from crosscheck.render.engine import BEGIN, END

BEFORE_ALL_BUT_WHITESPACE = 29
AFTER_WHAT_IS_IN_LINES = 7


class Finished(Preprocessor):
    """Sets a whole page aside, before anything looks for Markdown in it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return a placeholder for a finished page, and any other text unchanged."""
        text = "\n".join(lines).strip()
        if not (text.startswith(BEGIN) and text.endswith(END)):
            return lines
        return [self.md.htmlStash.store(text)]


class Tables(Treeprocessor):
    """Puts each table into a region of its own, and names its cells by their columns."""

    def run(self, root: Element) -> None:
        """Wrap the tables that Markdown made."""
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = wrapped(child)


def wrapped(table: Element) -> Element:
    """Return the table within a region that can be scrolled; the first cell of each row is its header."""
    columns = ["".join(cell.itertext()) for cell in table.iterfind("thead/tr/th")]
    for cell, column in zip(table.iterfind("thead/tr/th"), columns, strict=True):
        cell.tag = "th" if column else "td"
    for row in table.iterfind("tbody/tr"):
        for cell, column in zip(row, columns, strict=False):
            cell.set("data-label", column)
        row[0].tag = "th"
        row[0].set("scope", "row")
    table.set("class", "cc-table")
    outer = Element("div", {"class": "cc"})
    label = ", ".join(column for column in columns if column)
    region = SubElement(outer, "div", {"class": "cc-scroll", "tabindex": "0", "role": "region", "aria-label": label})
    region.append(table)
    return outer


class FinishedPages(Extension):
    """Registers both."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Pass finished pages before HTML and fences are read, and wrap tables once what is in their cells is read."""
        md.preprocessors.register(Finished(md), "crosscheck_finished", BEFORE_ALL_BUT_WHITESPACE)
        md.treeprocessors.register(Tables(md), "crosscheck_tables", AFTER_WHAT_IS_IN_LINES)


def makeExtension(**settings: object) -> FinishedPages:
    """Return the extension, as Python-Markdown asks for it."""
    return FinishedPages(**settings)
