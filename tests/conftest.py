"""Puts the tests' own folder on the path, so that they can share support.py; what is built once for all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from browsing import chromium, serving
from support import ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the real site, strictly."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(ROOT / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return ROOT / "site"


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """Serve the real site on loopback."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Run one Chromium for all tests that look at pages."""
    with chromium() as made:
        yield made
