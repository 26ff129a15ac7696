"""Start one snippet in a process of its own, watch it, end it with all its children, and read its record."""

from __future__ import annotations

import json
import os
import re
import secrets
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from crosscheck.model.vocabulary import Outcome
from crosscheck.sandbox import Box

WORKER = Path(__file__).parent / "worker" / "snippet.py"
OUTPUT_CAP = 256_000
RECORD_CAP = 64_000_000
CHUNK = 65_536
GRACE = 2.0
DYING = 2.0
"""Seconds that the members of a killed group may take to vanish before they count as outside it."""

_LOG_LINE = re.compile(r"[IWEF]\d{4} \d\d:\d\d:\d+|WARNING: All log messages before absl::")
"""Start-up notes of TensorFlow's C++ side: they carry clock and process number and say nothing of the script."""


@dataclass(frozen=True)
class Ended:
    """How a process ended. `outcome` is `pass` when it sent a sound record, whatever the record says."""

    outcome: Outcome
    reason: str | None
    seconds: float
    output: str
    record: Mapping[str, Any] | None


@dataclass
class _Watch:
    process: subprocess.Popen[bytes]
    deadline: float
    output: bytearray
    record: bytearray
    stopped: Outcome | None = None


def run_script(
    interpreter: Path, box: Box, script: str, names: Sequence[str], timeout: float, halt: Event | None = None
) -> Ended:
    """Run `script`, which stands in the box, for at most `timeout` seconds, or until `halt` is set."""
    nonce = secrets.token_hex(16)
    wanted = {"script": str(box.folder / script), "names": list(names), "nonce": nonce, "limits": dict(box.limits)}
    job = json.dumps(wanted).encode()
    start = time.monotonic()
    with _Pipes() as pipes:
        process = _start(interpreter, box, pipes)
        os.write(pipes.job_write, job)
        pipes.close("job_read", "job_write", "record_write")
        watch = _Watch(process, start + timeout, bytearray(), bytearray())
        try:
            _read_until_end(watch, pipes.record_read, halt or Event())
        finally:
            _end_tree(process)
            leaked = _end_leftovers(box)
    seconds = time.monotonic() - start
    output = _clean(bytes(watch.output), box, interpreter)
    ended = _verdict(watch, nonce, round(seconds, 3), output, timeout, walled=bool(box.prefix))
    if leaked and ended.outcome is Outcome.PASS:
        return Ended(Outcome.LEAKED, f"{leaked} processes outlived it and were ended", ended.seconds, output, None)
    return ended


class _Pipes:
    """Two pipes: the job goes in, the record comes out."""

    def __enter__(self) -> _Pipes:
        self.job_read, self.job_write = os.pipe()
        self.record_read, self.record_write = os.pipe()
        return self

    def close(self, *names: str) -> None:
        """Close the named ends, once."""
        for name in names:
            descriptor = getattr(self, name)
            if descriptor >= 0:
                os.close(descriptor)
                setattr(self, name, -1)

    def __exit__(self, *_: object) -> None:
        self.close("job_read", "job_write", "record_read", "record_write")


def _start(interpreter: Path, box: Box, pipes: _Pipes) -> subprocess.Popen[bytes]:
    command = [*box.prefix, str(interpreter), str(WORKER), str(pipes.job_read), str(pipes.record_write)]
    return subprocess.Popen(
        command,
        cwd=box.folder,
        env=dict(box.variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=(pipes.job_read, pipes.record_write),
        start_new_session=True,
    )


def _read_until_end(watch: _Watch, record_read: int, halt: Event) -> None:
    """Take in output and record until the process is gone, the time is up or a cap is reached."""
    assert watch.process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(watch.process.stdout.fileno(), selectors.EVENT_READ, (watch.output, OUTPUT_CAP))
        selector.register(record_read, selectors.EVENT_READ, (watch.record, RECORD_CAP))
        while watch.stopped is None and watch.process.poll() is None:
            left = watch.deadline - time.monotonic()
            if left <= 0 or halt.is_set():
                watch.stopped = Outcome.INFRA if halt.is_set() else Outcome.TIMEOUT
                break
            _take(selector, watch, min(left, 0.1))
        while watch.stopped is None and _take(selector, watch, 0):
            pass


def _take(selector: selectors.BaseSelector, watch: _Watch, wait: float) -> bool:
    """Read what is there; return whether anything was."""
    some = False
    for key, _ in selector.select(wait):
        data = os.read(key.fd, CHUNK)
        buffer, cap = key.data
        buffer += data[: cap - len(buffer)]
        if not data:
            selector.unregister(key.fd)
        elif len(buffer) >= cap:
            watch.stopped = Outcome.OUTPUT_LIMIT
        some = some or bool(data)
    return some


def _end_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole process group, then reap its leader. Nobody is asked twice."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    if process.stdout:
        process.stdout.close()


def _end_leftovers(box: Box) -> int:
    """End processes that left the group and live on; return how many there were. They are known by their HOME."""
    mark = f"HOME={box.variables['HOME']}".encode()
    deadline = time.monotonic() + DYING
    left = _processes_with(mark)
    while left and time.monotonic() < deadline:
        time.sleep(0.01)
        left = _processes_with(mark)
    for number in left:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(number, signal.SIGKILL)
    return len(left)


def _processes_with(mark: bytes) -> list[int]:
    """Return the processes that were started with this variable. Where there is no /proc, none is found."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


def _clean(output: bytes, box: Box, interpreter: Path) -> str:
    """Decode output, without the places of this machine and without terminal control."""
    text = output.decode("utf-8", errors="replace")
    for place, name in (
        (box.folder, "<folder>"),
        (box.folder.parent, "<folder>"),
        (interpreter.parent.parent, "<environment>"),
    ):
        text = text.replace(str(place), name)
    text = "".join(c for c in text if c in "\n\t" or c.isprintable())
    return "".join(line for line in text.splitlines(keepends=True) if not _LOG_LINE.match(line))


def _verdict(watch: _Watch, nonce: str, seconds: float, output: str, timeout: float, walled: bool) -> Ended:
    if watch.stopped is Outcome.TIMEOUT:
        return Ended(Outcome.TIMEOUT, f"stopped after {timeout:g} s", seconds, output, None)
    if watch.stopped is Outcome.INFRA:
        return Ended(Outcome.INFRA, "stopped by the one who started it", seconds, output, None)
    if watch.stopped is Outcome.OUTPUT_LIMIT:
        return Ended(Outcome.OUTPUT_LIMIT, f"more than {OUTPUT_CAP} bytes of output", seconds, output, None)
    status = watch.process.returncode
    killed_by = (
        -status if status < 0 else status - 128 if walled and status > 128 else 0
    )  # bubblewrap tells a signal so
    if killed_by:
        return Ended(Outcome.CRASH, f"ended by signal {killed_by}", seconds, output, None)
    record = _record(bytes(watch.record), nonce)
    if record is None:
        return Ended(Outcome.ERROR, f"left without its end record, exit status {status}", seconds, output, None)
    return Ended(Outcome.PASS, None, seconds, output, record)


def _record(data: bytes, nonce: str) -> Mapping[str, Any] | None:
    try:
        record = json.loads(data)
    except ValueError:
        return None
    sound = isinstance(record, dict) and secrets.compare_digest(str(record.get("nonce")), nonce)
    return record if sound else None
