"""One verification at a time on one checkout: the second waits and says for whom."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from crosscheck.errors import MachineError


@contextmanager
def alone(path: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock at `path`, waiting at most `wait` seconds for it. The kernel frees the lock of one who died.

    Raises MachineError when another holds it for longer. Where files cannot be locked, says so and goes on.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    except OSError as error:
        say(f"no lock, so start no second verification here: {error}")
        yield
        return
    with stream:
        if _take(stream, wait, say):
            stream.seek(0)
            stream.truncate()
            stream.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
            stream.flush()
        yield


def _take(stream: IO[str], wait: float, say: Callable[[str], None]) -> bool:
    until, told = time.monotonic() + wait, False
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL):
                say("files cannot be locked here, so start no second verification")
                return False
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise MachineError(f"the lock could not be taken: {error.strerror}") from error
        else:
            return True
        stream.seek(0)
        holder = stream.read() or "a process that has not said its name"
        if time.monotonic() >= until:
            raise MachineError(f"another verification is at work here ({holder}); try again when it has ended")
        if not told:
            say(f"waiting for another verification ({holder})")
            told = True
        time.sleep(0.1)
