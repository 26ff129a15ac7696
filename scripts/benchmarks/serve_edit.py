"""How soon an edit of the data shows under `crosscheck serve`, beside what MkDocs needs to render the same pages.

Each edit changes one tool's text in a copy of the checkout; the page is asked for until it has the new words.
"""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from engines import copy_checkout, generated, rendered
from shared import CROSSCHECK, Row, bootstrap, give, in_turns, machine, options, spread

FILE, OLD = "data/tools/pytorch.yml", "Data sets and building blocks for text."
BEYOND = 2.0
PATIENCE = 120.0
"""Seconds."""


def asked(address: str) -> str:
    """Return what stands at an address, or nothing while nobody answers there."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
            return text
    except (urllib.error.URLError, ConnectionError):
        return ""


def seconds_until(address: str, words: str) -> float:
    """Ask until the words are there; return how long that took."""
    start = time.perf_counter()
    while words not in asked(address):
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit(f"{address} did not show the edit within {PATIENCE:.0f} s")
        time.sleep(0.02)
    return time.perf_counter() - start


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run `crosscheck serve`; yield the address of the page to look at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [CROSSCHECK, "--root", str(root), "serve", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        # MkDocs serves below the path of site_url
        yield f"http://127.0.0.1:{port}/crosscheck/tools/"
    finally:
        running.terminate()
        running.wait(20)


def edited(root: Path, address: str, number: int) -> float:
    """Change the text and return the seconds until it shows."""
    file, words = root / FILE, f"Data sets and building blocks for text, edit {number}."
    text = original(root)
    file.write_text(text.replace(OLD, words), encoding="utf-8")
    return seconds_until(address, words)


def original(root: Path) -> str:
    """Return the file's text as it was copied, kept beside it."""
    kept = root / "original.yml"
    if not kept.exists():
        kept.write_bytes((root / FILE).read_bytes())
    text = kept.read_text(encoding="utf-8")
    if OLD not in text:
        raise SystemExit(f"{FILE} no longer says {OLD!r}: give this benchmark another text to edit")
    return text


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, ("--repeats", int, 5, "edits"))
    about = machine()
    numbers = count(1)
    with TemporaryDirectory() as name, TemporaryDirectory() as other:
        root, still = copy_checkout(Path(name)), copy_checkout(Path(other))
        generated(still)
        with serving(root) as address:
            seconds_until(address, OLD)
            sides = {
                "edit": lambda: edited(root, address, next(numbers)),
                "mkdocs": lambda: rendered(still, "mkdocs").seconds,
            }
            found = in_turns(sides, 1 if chosen.quick else chosen.repeats)
    beyond = bootstrap(lambda sample: median(sample[0]) - median(sample[1]), [found["edit"], found["mkdocs"]])
    rows = [
        Row("P13", "an edit of the data until its page shows it", f"{spread(found['edit'])} s"),
        Row("P13", "MkDocs rendering the same pages", f"{spread(found['mkdocs'])} s"),
        Row("P13", "the edit beyond that", f"{beyond} s", beyond.high <= BEYOND, f"≤ {BEYOND:.0f} s"),
    ]
    give("serve_edit", rows, chosen.quick, about)


if __name__ == "__main__":
    main()
