"""What an environment is built from: pins of Python packages, and of packages for browsers beside them."""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from crosscheck import environments
from crosscheck.environments import build, folder_of, pins_hash
from crosscheck.errors import MachineError
from crosscheck.model.records import Environment
from crosscheck.selection import touched_by
from crosscheck.worker.discover import version
from support import checked, copy_minisite, edit

PINS = "numpy==1.0  # for both\n\n@some/runtime@4.22.0\n"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    return checked(copy_minisite(tmp_path)).knowledge.environments[0]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Stand in for uv and npm: keep the commands, make the folder, and pack a package."""
    commands: list[Sequence[str]] = []

    def call(command: Sequence[str], environment: Environment) -> None:
        commands.append(command)
        if command[1] == "venv":
            Path(command[-1]).mkdir(parents=True)
        if command[1] == "pack":
            data = json.dumps({"version": "4.22.0"}).encode()
            with tarfile.open(Path(command[-2]) / "packed.tgz", "w:gz") as archive:
                entry = tarfile.TarInfo("package/package.json")
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))

    monkeypatch.setattr(environments, "_call", call)
    return commands


def npm_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "npm").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_a_browser_package_is_unpacked_beside_the_others(
    environment: Environment, called: list[Sequence[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_on_path(tmp_path / "bin", monkeypatch)
    folder = build(environment, PINS, lambda words: None).parent.parent
    assert folder == folder_of(environment, PINS)
    assert (folder / "requirements.txt").read_text(encoding="utf-8").split() == ["numpy==1.0"]
    assert [command[1] for command in called] == ["venv", "pip", "pack"]
    assert called[-1][-1] == "@some/runtime@4.22.0"
    assert json.loads((folder / "node_modules/@some/runtime/package.json").read_text())["version"] == "4.22.0"
    assert pins_hash(PINS) != pins_hash(PINS.replace("4.22.0", "4.23.0"))


def test_without_npm_the_words_say_what_is_missing(
    environment: Environment, called: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(MachineError, match=r"needs npm, .*, for @some/runtime@4\.22\.0"):
        build(environment, PINS, lambda words: None)


def test_its_version_is_discovered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    folder = tmp_path / "node_modules/@some/runtime"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "1.2.3"}', encoding="utf-8")
    assert version("@some/runtime") == "1.2.3"
    assert version("numpy") == np.__version__
    assert version("not-there") is None


def test_its_pins_count_as_pins(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    edit(root, "data/environments.yml", "requirements: here.txt", "requirements: here.txt\n  node: here.node")
    (root / "data/environments/here.node").write_text("@some/runtime@4.22.0\n", encoding="utf-8")
    found = checked(root)
    assert not [p for p in found.errors if p.rule == "environment-pinned"]
    assert found.knowledge.pins["here"].endswith("@some/runtime@4.22.0\n")
    pair = found.knowledge.pairs[0]
    assert touched_by(found.knowledge, pair, {"data/environments/here.node"})
    assert not touched_by(found.knowledge, pair, {"data/environments/there.node"})
    (root / "data/environments/here.node").write_text("some-runtime@latest\n", encoding="utf-8")
    assert [p.rule for p in checked(root).errors] == ["environment-pinned"]
