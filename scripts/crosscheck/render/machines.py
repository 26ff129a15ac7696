"""Everything that is written for machines beside the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosscheck.history import History
from crosscheck.ledger import Ledger
from crosscheck.model.knowledge import Knowledge
from crosscheck.render.api import api_files
from crosscheck.render.api_schema import schema_files
from crosscheck.render.badges import badge_files
from crosscheck.render.csv_files import csv_files
from crosscheck.render.feeds import feed_files
from crosscheck.render.llms import text_files
from crosscheck.render.redirects import redirect_files
from crosscheck.standing import Stand


def machine_files(
    knowledge: Knowledge, ledger: Ledger, stands: Mapping[str, Stand], history: History
) -> Iterator[tuple[str, str]]:
    """Yield each file's path below the docs folder and its text."""
    yield from api_files(knowledge, ledger, stands, history)
    yield from schema_files()
    yield from csv_files(knowledge, ledger, stands)
    yield from feed_files(knowledge, history)
    yield from badge_files(knowledge, stands)
    yield from text_files(knowledge, stands)
    yield from redirect_files(knowledge)
