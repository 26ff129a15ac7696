"""Run one script in a lane: hand it over, watch it, have it ended, read its record."""

from __future__ import annotations

import json
import os
import re
import secrets
import selectors
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from crosscheck import sandbox
from crosscheck.cgroups import Counts, Group
from crosscheck.lane import Lane, LaneLost
from crosscheck.model.vocabulary import Device, Outcome, Start
from crosscheck.sandbox import Box, contents

OUTPUT_CAP = 256_000
RECORD_CAP = 64_000_000
CHUNK = 65_536
DYING = 5.0
"""Seconds that a lane may take to tell how an ended script ended."""
DISK_EVERY = 0.2
"""Seconds between two looks at how much a script has written."""

KILLED = "ended by signal 9, and not for its own memory as far as this machine can tell"

_LOG_LINE = re.compile(r"[IWEF]\d{4} \d\d:\d\d:\d+|WARNING: All log messages before absl::")
"""Start-up notes of TensorFlow's C++ side: they carry clock and process number and say nothing of the script."""

_NO_MEMORY = re.compile(r"can't allocate memory|OOM when allocating|CUDA out of memory|bad_alloc")


@dataclass(frozen=True)
class Task:
    """One script to run in a box: which values to bring back, and its two clocks, in seconds."""

    script: str
    names: tuple[str, ...]
    timeout: float
    silence: float = 600.0


@dataclass(frozen=True)
class Ended:
    """How a process ended. `outcome` is `pass` when it sent a sound record, whatever the record says."""

    outcome: Outcome
    reason: str | None
    seconds: float
    output: str
    record: Mapping[str, Any] | None
    start: Start = Start.FRESH


@dataclass
class _Watch:
    lane: Lane
    box: Box
    deadline: float
    silence: float
    output: bytearray = field(default_factory=bytearray)
    record: bytearray = field(default_factory=bytearray)
    heard: float = field(default_factory=time.monotonic)
    stopped: tuple[Outcome, str] | None = None
    answer: dict[str, Any] | None = None


def run_script(lane: Lane, box: Box, task: Task, halt: Event | None = None) -> Ended:
    """Run a script that stands in the box until it ends, a limit is reached or `halt` is set. Raises LaneLost."""
    nonce = secrets.token_hex(16)
    start = time.monotonic()
    watch = _Watch(lane, box, start + task.timeout, task.silence)
    output_read, output_write = os.pipe()
    record_read, record_write = os.pipe()
    try:
        try:
            lane.send(_job(lane, box, task, nonce), [output_write, record_write])
        finally:
            os.close(output_write)
            os.close(record_write)
        before = lane.group.memory() if lane.group else None  # while it forks: nobody fills gigabytes meanwhile
        _watch(watch, output_read, record_read, task, halt or Event())
    finally:
        os.close(output_read)
        os.close(record_read)
    seconds = round(time.monotonic() - start, 3)
    left = lane.group.empty() if lane.group and not lane.group.is_quiet() else 0
    ended = _verdict(watch, nonce, left, before)
    output = clean(bytes(watch.output), box, lane.room.interpreter)
    return replace(ended, seconds=seconds, output=output, start=lane.start)


def _job(lane: Lane, box: Box, task: Task, nonce: str) -> dict[str, Any]:
    return {
        "script": f"{box.folder}/{task.script}",
        "folder": box.folder,
        "outside": box.lane,
        "names": list(task.names),
        "card": lane.room.device is Device.CUDA,
        "nonce": nonce,
        "variables": dict(box.variables),
        "limits": dict(box.limits),
    }


def _watch(watch: _Watch, output_read: int, record_read: int, task: Task, halt: Event) -> None:
    """Take in output and record until the lane tells how the script ended."""
    with selectors.DefaultSelector() as selector:
        selector.register(output_read, selectors.EVENT_READ, (watch.output, OUTPUT_CAP))
        selector.register(record_read, selectors.EVENT_READ, (watch.record, RECORD_CAP))
        selector.register(watch.lane.control, selectors.EVENT_READ, None)
        look = time.monotonic() + DISK_EVERY
        while watch.answer is None and watch.stopped is None:
            now = time.monotonic()
            if now >= look:
                look = now + DISK_EVERY
                watch.stopped = _too_much_written(watch.box)
            watch.stopped = watch.stopped or _time_is_up(watch, task, now, halt)
            if watch.stopped is None:
                _take(selector, watch, min(DISK_EVERY, max(0.0, watch.deadline - now)))
        if watch.answer is None:
            watch.lane.end_script()
            _hear_the_end(watch, selector)
        while watch.stopped is None and _take(selector, watch, 0):
            pass


def _time_is_up(watch: _Watch, task: Task, now: float, halt: Event) -> tuple[Outcome, str] | None:
    if halt.is_set():
        return Outcome.INFRA, "stopped by the one who started it"
    if now >= watch.deadline:
        return Outcome.TIMEOUT, f"stopped after {task.timeout:g} s"
    if now - watch.heard >= watch.silence:
        return Outcome.SILENT, f"stopped after {task.silence:g} s without a word"
    return None


def _too_much_written(box: Box) -> tuple[Outcome, str] | None:
    files, size = contents(box)
    if files > sandbox.MAX_FILES:
        return Outcome.DISK_LIMIT, f"more than {sandbox.MAX_FILES} files"
    if size > sandbox.MAX_FOLDER_BYTES:
        return Outcome.DISK_LIMIT, f"more than {sandbox.MAX_FOLDER_BYTES >> 30} GiB of files"
    return None


def _hear_the_end(watch: _Watch, selector: selectors.BaseSelector) -> None:
    """Wait for the lane's word on a script that was to be ended, and meanwhile let no pipe fill up. Raises LaneLost."""
    until = time.monotonic() + DYING
    stopped = watch.stopped
    while watch.answer is None:
        if time.monotonic() > until:
            raise LaneLost("the process that starts scripts does not answer")
        _take(selector, watch, 0.05, keep=False)
    watch.stopped = stopped


def _take(selector: selectors.BaseSelector, watch: _Watch, wait: float, keep: bool = True) -> bool:
    """Read what is there; return whether anything was."""
    some = False
    for key, _ in selector.select(wait):
        if key.data is None:
            watch.answer = watch.lane.answer(0)
            selector.unregister(key.fileobj)
            continue
        data = os.read(key.fd, CHUNK)
        buffer, cap = key.data
        if keep:
            buffer += data[: cap - len(buffer)]
        if not data:
            selector.unregister(key.fd)
        elif len(buffer) >= cap:
            watch.stopped = watch.stopped or (Outcome.OUTPUT_LIMIT, f"more than {cap} bytes of output")
        watch.heard = time.monotonic()
        some = some or bool(data)
    return some


def _verdict(watch: _Watch, nonce: str, left: int, before: Counts | None) -> Ended:
    def ended(outcome: Outcome, reason: str | None = None, record: Mapping[str, Any] | None = None) -> Ended:
        return Ended(outcome, reason, 0.0, "", record)

    answer = watch.answer or {}
    if watch.stopped:
        return ended(*watch.stopped)
    if answer.get("refused"):
        return ended(Outcome.INFRA, f"the process that starts scripts refused to fork: {answer['refused']}")
    code = os.waitstatus_to_exitcode(answer["status"])
    if code < 0:
        return ended(*_by_signal(-code, before, watch.lane.group))
    record = _record(bytes(watch.record), nonce)
    if record is None:
        return ended(Outcome.ERROR, f"left without its end record, exit status {code}")
    if "failed" in record:
        return ended(Outcome.INFRA, f"could not be started: {str(record['failed']).strip().splitlines()[-1]}")
    leaked = answer["leaked"] or left
    if leaked:
        return ended(Outcome.LEAKED, "processes of it outlived it and were ended")
    return ended(Outcome.PASS, None, record)


def _by_signal(number: int, before: Counts | None, group: Group | None) -> tuple[Outcome, str]:
    """Tell what a deadly signal means, by the kernel's counts of memory kills where there are any."""
    after = group.memory() if group and number == signal.SIGKILL else None
    if before and after and after.kills > before.kills:
        if after.full > before.full:
            return Outcome.OOM, "the kernel ended it: it had used up its memory"
        return Outcome.INFRA, "the kernel ended it for memory that others had used up"
    if number == signal.SIGKILL:
        return Outcome.INFRA, KILLED
    if number == signal.SIGXCPU:
        return Outcome.TIMEOUT, "used up its processor time"
    if number == signal.SIGXFSZ:
        return Outcome.DISK_LIMIT, "wrote a file beyond the limit"
    return Outcome.CRASH, f"ended by signal {number}"


def _record(data: bytes, nonce: str) -> Mapping[str, Any] | None:
    try:
        record = json.loads(data)
    except ValueError:
        return None
    sound = isinstance(record, dict) and secrets.compare_digest(str(record.get("nonce")), nonce)
    return record if sound else None


def is_out_of_memory(name: str, message: str) -> bool:
    """Return whether an exception says that memory ran out."""
    return name in ("MemoryError", "OutOfMemoryError") or bool(_NO_MEMORY.search(message))


def clean(output: bytes, box: Box, interpreter: Path) -> str:
    """Decode output, without the places of this machine and without terminal control."""
    text = output.decode("utf-8", errors="replace")
    environment = str(interpreter.parent.parent)
    places: Sequence[tuple[str, str]] = (
        (box.folder, "<folder>"),
        (box.folder.rpartition("/")[0], "<folder>"),
        (environment, "<environment>"),
    )
    for place, name in places:
        text = text.replace(place, name)
    text = "".join(c for c in text if c in "\n\t" or c.isprintable())
    return "".join(line for line in text.splitlines(keepends=True) if not _LOG_LINE.match(line))
