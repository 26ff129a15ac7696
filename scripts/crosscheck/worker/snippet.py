"""Run one script as its reader would, then report its variables on a descriptor it does not know.

The record is JSON: `nonce`, `error`, `warnings`, `values`, `unreadable`, `on_card`; or `nonce` and `failed`, when the
script could not be started. Whether it is on a card is looked at only where it should be.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import tempfile
import threading
import traceback
import types
import warnings

import guard
import walls
from encode import encode

Job = dict[str, object]
OURS = ("encode", "guard", "lane", "parent", "snippet", "walls")
SEEDED_AT_IMPORT = {"numpy.random": ("mtrand", "seed"), "torch": ("default_generator", "manual_seed")}
"""Modules, the global generators in them and how these are seeded. Python's own seeds itself after a fork; TensorFlow
has none by then."""


def become(job: Job, output_fd: int, record_fd: int, walled: bool) -> None:
    """Be the script's process from here to its end; never return."""
    status = 70
    try:
        try:
            if walled:
                walls.enter(str(job["outside"]))
            die_with_parent()
            settle(job, output_fd)
        except BaseException:
            send(record_fd, {"nonce": job["nonce"], "failed": traceback.format_exc()})
            raise
        send(record_fd, run(job))
        status = 0
    finally:
        leave(status)


def die_with_parent() -> None:
    """Let the kernel end this process when its parent ends, where the kernel can."""
    if sys.platform == "linux":
        walls.libc.prctl(walls.DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def settle(job: Job, output_fd: int) -> None:
    """Take the folder, limits and output of the job. Nothing of the parent's stays in sight."""
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (output_fd, 1), (output_fd, 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(output_fd)
    tempfile.tempdir = None  # the parent's folder for temporary files is not ours
    os.chdir(str(job["folder"]))
    os.umask(0o022)
    limit(job["limits"])  # type: ignore[arg-type]
    sys.argv[:] = [str(job["script"])]
    sys.path[0] = str(job["folder"])
    for name in OURS:
        sys.modules.pop(name, None)


def set_variables(job: Job) -> None:
    """Have the job's variables and no others, before the fork, in the lane: no memory is copied for it there."""
    variables: dict[str, str] = job["variables"]  # type: ignore[assignment]
    for name in os.environ.keys() - variables.keys():
        del os.environ[name]
    for name, value in variables.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def draw_anew() -> None:
    """Seed what was seeded by chance when it was imported: forked from one parent, scripts would draw the same.

    The lane does it between scripts. With a number, which touches a third of the memory that NumPy's own way of
    choosing one does.
    """
    for name, (generator, seed) in SEEDED_AT_IMPORT.items():
        module = sys.modules.get(name)
        if module is not None:
            getattr(getattr(module, generator), seed)(int.from_bytes(os.urandom(4), "little"))


def limit(limits: dict[str, int]) -> None:
    """Set this process's limits, and so those of every process it starts. None may be above what is allowed already."""
    if not limits:
        return
    import resource

    for name, wanted in limits.items():
        kind = getattr(resource, name)
        _, most = resource.getrlimit(kind)
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (allowed, allowed))


def run(job: Job) -> dict[str, object]:
    """Execute the script and gather what it left."""
    seen: list[dict[str, str]] = []
    show = warnings.showwarning

    def note(message, category, filename, lineno, file=None, line=None):  # type: ignore[no-untyped-def]
        seen.append({"category": category.__name__, "message": str(message)})
        show(message, category, filename, lineno, file, line)

    warnings.showwarning = note
    namespace, error = execute(str(job["script"]))
    values, unreadable = {}, {}
    for name in job["names"]:  # type: ignore[attr-defined]
        if name in namespace:
            try:
                values[name] = encode(namespace[name])
            except Exception as why:
                unreadable[name] = f"{type(namespace[name]).__name__}: {why}"
    record = {"error": error, "warnings": seen, "values": values, "unreadable": unreadable}
    return {"nonce": job["nonce"], **record, "on_card": bool(job["card"]) and on_card()}


def execute(path: str) -> tuple[dict[str, object], dict[str, object] | None]:
    """Execute the file as `__main__` from its real path; AutoGraph needs the file to read its source.

    `runpy` does the same in twice the time.
    """
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__ = path
    try:
        with open(path, "rb") as stream:
            code = compile(stream.read(), path, "exec", dont_inherit=True)
        exec(code, main.__dict__)
        return dict(main.__dict__), None
    except SystemExit as left:
        return {}, {"name": "SystemExit", "message": f"the script called sys.exit({left.code!r})", "errnos": []}
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        kept = [frame for frame in frames if frame.filename.endswith(os.path.basename(path))]
        sys.stderr.write("Traceback (most recent call last):\n")
        sys.stderr.write("".join(traceback.format_list(kept) + traceback.format_exception_only(error)))
        return dict(main.__dict__), {
            "name": type(error).__name__,
            "message": str(error),
            "errnos": errnos(error),
        }


def errnos(error: BaseException | None) -> list[int]:
    """Return the operating system's error numbers in an exception, its causes and its wrapped reasons."""
    found: list[int] = []
    while error is not None and len(found) < 10:
        for one in (error, getattr(error, "reason", None)):
            if isinstance(one, OSError) and isinstance(one.errno, int):
                found.append(one.errno)
        error = error.__cause__ or error.__context__
    return found


def on_card() -> bool:
    """Return whether this process has an NVIDIA card open, as every process with a CUDA context has."""
    return any(link[len("/dev/nvidia") :].isdigit() for link in guard.cards())


def send(record_fd: int, record: dict[str, object]) -> None:
    """Write the record; everything printed so far goes first."""
    sys.stdout.flush()
    sys.stderr.flush()
    with open(record_fd, "wb", buffering=0) as stream:
        left = memoryview(json.dumps(record).encode())
        while left:
            left = left[stream.write(left) :]


def leave(status: int) -> None:
    """End as an interpreter does, threads and exit handlers included, but skip tearing down shared memory."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
