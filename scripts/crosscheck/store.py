"""Finished results: the cache by what they depend on, and the journal of a verification that has not ended."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from crosscheck.errors import MachineError
from crosscheck.jobs import key_of
from crosscheck.model.vocabulary import Outcome, Start
from crosscheck.runner import Ended
from crosscheck.write import write_text

VERSION = 1
KEPT = timedelta(days=30)
"""A cached result older than this is run again: not all that changes shows in a version number."""
CACHED = (Outcome.PASS, Outcome.ERROR)
"""How the process of a cached result ended; whether its checks hold is judged anew each time."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """A result and when it came about, in UTC to the second."""

    ended: Ended
    when: str


def pack(kept: Kept, inputs: Mapping[str, Any]) -> str:
    """Write a result with its inputs and a checksum, in one line."""
    body = {"version": VERSION, "inputs": inputs, "when": kept.when, "ended": vars(kept.ended)}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "body": text})


def unpack(text: str, inputs: Mapping[str, Any] | None = None) -> tuple[Kept, Mapping[str, Any]]:
    """Read a packed result. Raises ValueError when it is damaged, of another version or of other inputs."""
    try:
        outer = json.loads(text)
        if hashlib.sha256(outer["body"].encode()).hexdigest() != outer["sha256"]:
            raise ValueError("its checksum is wrong")
        body = json.loads(outer["body"])
        if body["version"] != VERSION:
            raise ValueError(f"it is of version {body['version']}")
        if inputs is not None and body["inputs"] != inputs:
            raise ValueError("it is the result of something else")
        raw = body["ended"]
        ended = Ended(**{**raw, "outcome": Outcome(raw["outcome"]), "start": Start(raw["start"])})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it has not the form of a result") from error
    return Kept(ended, body["when"]), body["inputs"]


@dataclass
class Cache:
    """Results by the hash of their inputs. A folder that cannot be used means no cache, and is said once."""

    folder: Path
    say: Say
    works: bool = True

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def get(self, inputs: Mapping[str, Any], now: datetime) -> Kept | None:
        """Return the result for these inputs. A damaged or foreign entry is set aside with a word."""
        key = key_of(inputs)
        try:
            text = self._path(key).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            self._aside(key, str(error))
            return None
        try:
            kept, _ = unpack(text, inputs)
        except ValueError as error:
            self._aside(key, str(error))
            return None
        return kept if now - moment(kept.when) <= KEPT else None

    def put(self, inputs: Mapping[str, Any], kept: Kept) -> None:
        """Keep a result, if it is of a kind that is kept."""
        if kept.ended.outcome not in CACHED or not self.works:
            return
        try:
            write_text(self._path(key_of(inputs)), pack(kept, inputs))
        except MachineError as error:
            self.works = False
            self.say(f"no cache from here on: {error}")

    def drop(self, inputs: Mapping[str, Any]) -> None:
        """Forget a result."""
        self._path(key_of(inputs)).unlink(missing_ok=True)

    def _aside(self, key: str, why: str) -> None:
        path = self._path(key)
        self.say(f"cached result {key[:12]} set aside: {why}")
        try:
            path.replace(path.with_suffix(".aside"))
        except OSError:
            self.works = False


def moment(when: str) -> datetime:
    """Read a recorded time."""
    return datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@dataclass
class Journal:
    """What a verification has finished, line by line, until it ends; the next takes up what an interrupted one left."""

    path: Path
    say: Say
    mode: str
    """Results of a run in fresh processes are not those of one that may preload."""
    found: dict[str, Kept] = field(default_factory=dict)
    stream: IO[str] | None = None

    def open(self) -> None:
        """Read what an interrupted verification left, and go on writing behind it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines() if self.path.exists() else []
            sound = [line for line in lines if self._read(line)]
            if sound != lines:
                write_text(self.path, "".join(f"{line}\n" for line in sound))
            self.stream = self.path.open("a", encoding="utf-8")
        except (OSError, MachineError) as error:
            self.say(f"no journal, so an interrupted run cannot be resumed: {error}")
        if self.found:
            self.say(f"resuming: {len(self.found)} scripts were finished before the interruption")

    def _read(self, line: str) -> bool:
        try:
            kept, inputs = unpack(line)
        except ValueError:
            return False
        if inputs["mode"] == self.mode:
            self.found[key_of(inputs)] = kept
        return True

    def get(self, inputs: Mapping[str, Any]) -> Kept | None:
        """Return what an interrupted verification found for these inputs."""
        return self.found.get(key_of({**inputs, "mode": self.mode}))

    def add(self, inputs: Mapping[str, Any], kept: Kept) -> None:
        """Write down a finished job, on the disk before this returns."""
        if self.stream is None or kept.ended.outcome is Outcome.INFRA:
            return
        try:
            self.stream.write(pack(kept, {**inputs, "mode": self.mode}) + "\n")
            self.stream.flush()
            os.fsync(self.stream.fileno())
        except OSError as error:
            self.say(f"the journal cannot be written: {error.strerror}; an interruption from here on is not resumed")
            self.stream = None

    def close(self, finished: bool) -> None:
        """Let go of the file; a finished verification leaves none."""
        if self.stream is not None:
            self.stream.close()
        if finished:
            self.path.unlink(missing_ok=True)
