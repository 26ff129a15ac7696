"""Build the declared environments outside the checkout, and discover what they really hold."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from uv import find_uv_bin

from crosscheck.cached import cache_folder
from crosscheck.errors import MachineError
from crosscheck.model.records import Environment
from crosscheck.model.runs import Machine
from crosscheck.model.vocabulary import Device

DISCOVER = Path(__file__).parent / "worker" / "discover.py"

NODE_PIN = re.compile(r"^(?P<name>(@[a-z0-9._-]+/)?[a-z0-9._-]+)@\d[^\s#]*$")
"""A package for browsers as its own registry names it, at one version."""

Say = Callable[[str], None]


def pins_hash(pins: str) -> str:
    """Hash a requirement file by its pins alone: comments and order of lines do not count."""
    lines = sorted(bare for line in pins.splitlines() if (bare := line.split("#")[0].strip()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def folder_of(environment: Environment, pins: str) -> Path:
    """Return where an environment with these pins is kept on this kind of machine."""
    kind = f"{pins_hash(pins)}|{environment.python}|{platform.system()}|{platform.machine()}"
    return cache_folder() / "environments" / f"{environment.id}-{hashlib.sha256(kind.encode()).hexdigest()[:12]}"


def interpreter_of(folder: Path) -> Path:
    """Return the interpreter inside an environment's folder."""
    return folder / "bin" / "python"


def is_built(environment: Environment, pins: str) -> bool:
    """Return whether the environment stands complete on this machine."""
    return (folder_of(environment, pins) / "complete.json").is_file()


def build(environment: Environment, pins: str, say: Say) -> Path:
    """Return the interpreter of the environment, building it first if needed. Raises MachineError."""
    folder = folder_of(environment, pins)
    if is_built(environment, pins):
        return interpreter_of(folder)
    with _lock(folder):
        if not is_built(environment, pins):
            shutil.rmtree(folder, ignore_errors=True)
            say(f"building environment {environment.id} in {folder}; the frameworks are several gigabytes")
            _build(environment, pins, folder)
    return interpreter_of(folder)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one process at a time build a folder; the others wait."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open(folder.with_suffix(".lock"), "w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise MachineError(f"the cache folder {folder.parent} cannot be used: {error.strerror}") from error


def _build(environment: Environment, pins: str, folder: Path) -> None:
    uv = find_uv_bin()
    _call([uv, "venv", "--quiet", "--no-project", "--python", environment.python, str(folder)], environment)
    lines = [line.split("#")[0].strip() for line in pins.splitlines()]
    node = {match["name"]: line for line in lines if (match := NODE_PIN.match(line))}
    wanted = folder / "requirements.txt"
    wanted.write_text("\n".join(line for line in lines if line not in node.values()), encoding="utf-8")
    _call([uv, "pip", "install", "--quiet", "--python", str(interpreter_of(folder)), "-r", str(wanted)], environment)
    for name, pin in node.items():
        _unpack(name, pin, folder, environment)
    (folder / "complete.json").write_text(json.dumps({"pins": pins_hash(pins)}), encoding="utf-8")


def _unpack(name: str, pin: str, folder: Path, environment: Environment) -> None:
    """Unpack one package below node_modules/. Nothing of it is run, and what it depends on has pins of its own."""
    npm = shutil.which("npm", path=os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", "")]))
    if npm is None:
        raise MachineError(f"environment {environment.id} needs npm, which is not on this machine, for {pin}")
    with tempfile.TemporaryDirectory() as scratch:
        _call([npm, "pack", "--silent", "--pack-destination", scratch, pin], environment)
        (archive,) = Path(scratch).iterdir()
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        target = folder / "node_modules" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(scratch) / "package", target)


def _call(command: Sequence[str], environment: Environment) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        tail = "\n".join(said[-12:])
        raise MachineError(f"environment {environment.id} could not be built: {' '.join(command[1:3])} said\n{tail}")


@dataclass(frozen=True)
class Discovered:
    """What an interpreter says of itself: the machine, and a digest of each package with all it depends on."""

    machine: Machine
    builds: Mapping[str, str]


def discover(interpreter: Path, device: Device, packages: Sequence[str], threads: int) -> Discovered:
    """Ask the interpreter what it is and which of the packages it has. Raises MachineError."""
    variables = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    command = [str(interpreter), "-I", str(DISCOVER), device.value, *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=variables, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise MachineError(f"the interpreter {interpreter} does not answer: {error}") from error
    found = json.loads(done.stdout)
    return Discovered(Machine.model_validate(found["machine"]), found["builds"])
