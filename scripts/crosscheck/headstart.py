"""A head start: frameworks whose scripts were edited since last time are imported while the data are still being read.

Where no last time is known of, they are imported while the environment is still being asked what it holds.

It is a guess and changes no result. A parent that turns out not to be wanted is ended; one that was not begun here is
begun when it is needed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosscheck.cached import cache_folder, name_of
from crosscheck.errors import MachineError
from crosscheck.lanes import FORKS
from crosscheck.model.vocabulary import Device, Level
from crosscheck.parent import Importing
from crosscheck.write import write_text

FEW = 2
"""So few scripts of a framework need the framework itself and no more; the rest of what is commonly imported pays from
the third on (docs/about/benchmarks.md)."""


@dataclass(frozen=True)
class Setting:
    """Where a parent runs; it serves no other place."""

    environment: str
    interpreter: Path
    device: Device
    level: Level


@dataclass
class HeadStart:
    """Parents that are importing already, by framework, all in one setting."""

    setting: Setting | None = None
    parents: dict[str, Importing] = field(default_factory=dict)
    stack: ExitStack | None = None
    """What ends them at last; without one, none is begun."""

    def begin(self, setting: Setting, preload: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> None:
        """Start importing for so many scripts of each framework, as far as processes can be started there."""
        if self.stack is None or not FORKS:
            return
        self.setting = setting
        for framework, modules in to_import(preload, counts).items():
            where = setting.interpreter, setting.device, setting.level
            with suppress(MachineError, OSError):
                self.parents[framework] = Importing.begin(*where, modules, self.stack)
        self.stack.callback(self.abandon)

    def begin_unnoted(
        self, root: Path, setting: Setting, preload: Mapping[str, Sequence[str]], counts: Mapping[str, int]
    ) -> None:
        """Start importing for so many scripts, unless it was noted here which of them were edited."""
        if not self.parents and setting.environment not in _noted(root).get("places", {}):
            self.begin(setting, preload, counts)

    def take(self, setting: Setting, wanted: Mapping[str, Sequence[str]]) -> dict[str, Importing]:
        """Hand over the parents that are in this setting and import what is wanted; end the others."""
        taken = {
            framework: parent
            for framework, parent in self.parents.items()
            if setting == self.setting and parent.modules == tuple(wanted.get(framework, ()))
        }
        for framework in taken:
            del self.parents[framework]
        self.abandon()
        return taken

    def abandon(self) -> None:
        """End those that nobody took."""
        for parent in self.parents.values():
            parent.abandon()
        self.parents = {}


def to_import(preload: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return what a parent imports for so many scripts, by framework: its package first, for few nothing else."""
    return {
        name: tuple(modules if counts[name] > FEW else modules[:1])
        for name, modules in preload.items()
        if counts.get(name)
    }


def note(
    root: Path, setting: Setting, default: str, preload: Mapping[str, Sequence[str]], scripts: Mapping[str, str]
) -> None:
    """Keep how these scripts, frameworks by path below the root, look on the disk; where nothing can be, nothing is."""
    known = _noted(root)
    place = {
        "interpreter": str(setting.interpreter),
        "device": setting.device.value,
        "level": setting.level.value,
        "preload": {name: list(modules) for name, modules in preload.items()},
    }
    before = known.get("places", {}).get(setting.environment, {}).get("scripts", {})
    kept = {path: entry for path, entry in before.items() if path not in scripts and _look(root / path)}
    now = {path: [framework, *_look(root / path)] for path, framework in scripts.items()}
    places = known.get("places", {}) | {setting.environment: place | {"scripts": kept | now}}
    text = json.dumps({"default": default, "places": places})
    with suppress(MachineError):
        write_text(_file(root), text)


def begin(
    root: Path, environment: str | None, device: Device, level: Level, selection: Sequence[str], stack: ExitStack
) -> HeadStart:
    """Start importing for the scripts that look otherwise than noted, among those that the selection seems to name."""
    ahead = HeadStart(stack=stack)
    found = _noted(root)
    with suppress(KeyError, TypeError, ValueError):
        name = environment or str(found["default"])
        place = found["places"][name]
        setting = Setting(name, Path(place["interpreter"]), Device(place["device"]), Level(place["level"]))
        counts = Counter(
            framework
            for path, (framework, *look) in place["scripts"].items()
            if _selected(path, selection) and look != _look(root / path)
        )
        if (setting.device, setting.level) == (device, level):
            ahead.begin(setting, place["preload"], counts)
    return ahead


def _selected(path: str, selection: Sequence[str]) -> bool:
    """Return whether a selection has everything, or a word of it is a part of the path or leads to it."""
    return not selection or any(
        word in path.split("/") or path.startswith(word.rstrip("/") + "/") for word in selection
    )


def _look(path: Path) -> list[int]:
    """Return the size and time of change of a file; nothing when there is none."""
    try:
        seen = os.stat(path)
    except OSError:
        return []
    return [seen.st_size, seen.st_mtime_ns]


def _noted(root: Path) -> dict[str, Any]:
    try:
        known = json.loads(_file(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) and isinstance(known.get("places"), dict) else {}


def _file(root: Path) -> Path:
    return cache_folder() / "headstarts" / f"{name_of(root)}.json"
