"""What several commands need: the checkout, the day, words on stderr."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click


def root_of(context: click.Context) -> Path:
    """Return the checkout that the command works on."""
    return Path(str(context.obj)).resolve()


def today() -> date:
    """Return today in UTC; dates in the data are plain UTC days."""
    return datetime.now(UTC).date()


def say(text: str) -> None:
    """Write a line for people."""
    click.echo(text, err=True)


def give(value: dict[str, Any]) -> None:
    """Write one JSON object for machines."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def on_terminal() -> bool:
    """Return whether a person watches."""
    return sys.stderr.isatty()


as_json = click.option("--json", "json_", is_flag=True, help="Write one JSON object to standard output.")
