"""The card of this machine: what it is called, and whether it is well again after a script that ended badly on it."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass

ASK_SECONDS = 30.0
"""How long the driver's own program may take to answer; one that hangs tells of a card that is lost."""
FREE_SECONDS = 20.0
"""How long the driver may take to free what an ended process held."""
SLACK_MIB = 256

LOST = re.compile(
    r"no CUDA-capable device is detected|busy or unavailable|uncorrectable (ECC|NVLink) error"
    r"|system not yet initialized|CUDA error: unknown error|GPU is lost"
)
"""What the CUDA runtime says when the card, and not the script, failed. The words are those of cudaGetErrorString."""


def ask(what: str) -> str | None:
    """Return the driver's answer on the first card, or None where there is none or it does not answer."""
    command = ["nvidia-smi", f"--query-gpu={what}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.strip().splitlines()
    return lines[0].strip() if lines else None


def name() -> str | None:
    """Return the first card's name and its driver's version."""
    return ask("name,driver_version")


def is_lost(message: str) -> bool:
    """Return whether an exception says that the card failed, rather than the script."""
    return bool(LOST.search(message))


@dataclass(frozen=True)
class Watch:
    """How much memory of the card, in MiB, was taken before any script ran."""

    taken: int

    @staticmethod
    def start() -> Watch:
        """Look at the card as it is now."""
        return Watch(int(ask("memory.used") or 0))

    def wait_until_well(self, seconds: float | None = None) -> str | None:
        """Wait until the card answers and is as empty as it was; return what is wrong if it stays otherwise."""
        until = time.monotonic() + (FREE_SECONDS if seconds is None else seconds)
        while True:
            answer = ask("memory.used")
            if answer is not None and answer.isdigit() and int(answer) <= self.taken + SLACK_MIB:
                return None
            if time.monotonic() > until:
                return "it does not answer" if answer is None else f"{answer} MiB of its memory stay taken"
            time.sleep(0.2)
