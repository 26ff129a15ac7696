"""What an environment is built from: pins of Python packages, and of packages for browsers beside them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from crosscheck import environments
from crosscheck.environments import build, folder_of, pins_hash
from crosscheck.errors import MachineError
from crosscheck.ledger import Ledger, record_run
from crosscheck.model.checks import across
from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Device
from crosscheck.selection import by_environment, touched_by
from crosscheck.standing import why_stale
from crosscheck.verify import How, Memory, verify
from crosscheck.worker.discover import version
from support import TODAY, checked, clock, copy_minisite, edit, place, prove

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
    assert touched_by(found.knowledge, pair, Device.CPU, {"data/environments/here.node"})
    assert not touched_by(found.knowledge, pair, Device.CPU, {"data/environments/there.node"})
    (root / "data/environments/here.node").write_text("some-runtime@latest\n", encoding="utf-8")
    assert [p.rule for p in checked(root).errors] == ["environment-pinned"]


def run_of(root: Path, pair: Pair) -> Run:
    (proven,) = verify(root, [pair], place(root), How(1, confirm=False), Memory(Ledger({})), clock)
    return proven.run


def test_an_environment_without_a_framework_runs_half_of_a_pair(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    whole = prove(root)[0].run
    edit(root, "data/environments.yml", "default: true", "default: true\n  frameworks: [alpha]")
    found = checked(root)
    pair = found.knowledge.pairs[0]
    half = pair.within(["alpha"])
    assert (list(half.scripts), half.id, half.folder) == (["alpha"], pair.id, pair.folder)
    left = {check.id for check in half.checks}
    assert left == {check.id for check in pair.checks if not across(check) and (not check.in_ or "alpha" in check.in_)}
    assert left < {check.id for check in pair.checks}
    groups, _ = by_environment(found.knowledge, found.knowledge.pairs, Device.CPU, None, False)
    run = run_of(root, groups[0][1][0])
    assert run.passed
    assert [check.id for check in run.checks] == [check.id for check in whole.checks if check.id in left]


def test_a_run_of_half_a_pair_is_fresh_until_that_half_changes(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    edit(root, "data/environments.yml", "default: true", "default: true\n  frameworks: [alpha]")
    pair = checked(root).knowledge.pairs[0]
    record_run(root, run_of(root, pair.within(["alpha"])))
    now = checked(root)
    assert why_stale(now.knowledge, now.ledger, now.knowledge.pairs[0], TODAY) is None
    for script, why in (("in_beta.py", None), ("in_alpha.py", "a script has changed since it ran")):
        path = root / pair.folder / script
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        now = checked(root)
        assert why_stale(now.knowledge, now.ledger, now.knowledge.pairs[0], TODAY) == why


def test_a_card_has_an_environment_of_its_own(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    assert (found := checked(root).knowledge).environment_of(found.pairs[0], Device.CUDA) is found.default_environment
    path = root / "data/environments.yml"
    card = "- id: card\n  title: On a card\n  about: It has a card.\n  requirements: here.txt\n  python: '>=3.11'\n  device: cuda\n"
    path.write_text(path.read_text(encoding="utf-8") + card, encoding="utf-8")
    found = checked(root).knowledge
    pair = found.pairs[0]
    assert found.environment_of(pair) is found.default_environment
    assert found.environment_of(pair, Device.CUDA) is found.environment["card"]
    here = pair.model_copy(update={"environment": "here"})
    assert found.environment_of(here, Device.CUDA) is None
    only = pair.model_copy(update={"devices": (Device.CUDA,)})
    assert found.environment_of(only) is found.environment["card"]


def test_a_given_interpreter_must_be_as_pinned(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    words = [
        str(Path(sys.executable).parent / "crosscheck"),
        "--root",
        str(root),
        "verify",
        "--no-record",
        "--interpreter",
    ]
    done = subprocess.run([*words, sys.executable], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (root / "data/environments/here.txt").write_text("numpy==0.1\n", encoding="utf-8")
    done = subprocess.run([*words, sys.executable], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "numpy 0.1 is pinned" in done.stderr
