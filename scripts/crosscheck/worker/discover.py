"""Report what this interpreter and machine really are.

Started as `python discover.py cpu|cuda PACKAGE…`; prints JSON.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version


def processor() -> str:
    """Return the processor's model."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def card() -> str | None:
    """Return the first card's name as the driver tells it."""
    command = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else None


def packages(names: list[str]) -> dict[str, str]:
    """Return the installed version of each distribution that is there."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def main() -> None:
    """Print the machine as JSON."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    machine = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cpus": usable,
        "threads": int(os.environ.get("OMP_NUM_THREADS", usable)),
        "gpu": card() if sys.argv[1] == "cuda" else None,
        "packages": packages(sys.argv[2:]),
    }
    print(json.dumps(machine))


if __name__ == "__main__":
    main()
