"""Report what this interpreter and machine really are, and what is installed.

Started as `python discover.py cpu|cuda PACKAGE…`; prints JSON: `machine`, and `builds` with a digest of each package
and all it depends on.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution


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


def find(name: str) -> Distribution | None:
    """Return an installed distribution."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def version(name: str) -> str | None:
    """Return the version of an installed distribution, or of a package for browsers beside it."""
    package = find(name)
    if package:
        return package.version
    try:
        with open(os.path.join(sys.prefix, "node_modules", name, "package.json"), encoding="utf-8") as stream:
            return str(json.load(stream)["version"])
    except (OSError, ValueError, KeyError):
        return None


def closure(name: str) -> dict[str, str]:
    """Return the package and all it may depend on, as installed: the version, and a hash of its list of files.

    Two builds of one version differ in their files.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        key = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        package = None if key in found else find(key)
        if package is None:
            continue
        files = hashlib.sha256((package.read_text("RECORD") or "").encode()).hexdigest()
        found[key] = f"{package.version} {files}"
        waiting += [
            re.split(r"[^A-Za-z0-9._-]", need, maxsplit=1)[0]
            for need in package.requires or ()
            if "extra ==" not in need
        ]
    return found


def main() -> None:
    """Print the machine as JSON."""
    names = sys.argv[2:]
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    machine = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cpus": usable,
        "threads": int(os.environ.get("OMP_NUM_THREADS", usable)),
        "gpu": card() if sys.argv[1] == "cuda" else None,
        "packages": {name: found for name in names if (found := version(name))},
    }
    builds = {name: hashlib.sha256(json.dumps(closure(name), sort_keys=True).encode()).hexdigest() for name in names}
    print(json.dumps({"machine": machine, "builds": builds}))


if __name__ == "__main__":
    main()
