"""Puts the tests' own folder on the path, so that they can share support.py; what is built once for all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support import ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the real site, strictly."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(ROOT / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return ROOT / "site"
