"""Refuse to fork a process that did more than import: its children would hang on locks and threads they do not have.

Forking after one operation hung every child of either framework; see docs/about/decisions.md.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
import types
from contextlib import nullcontext, suppress


def why_not_fork(operations: int = 0) -> str | None:
    """Return what this process did besides importing, or None."""
    threads = thread_count()
    if threads > 1:
        return f"{threads} threads run in it"
    if operations:
        return f"it ran {operations} operations"
    if cards():
        return "it has a card open"
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        return "it has a CUDA context"
    eager = sys.modules.get("tensorflow.python.eager.context")
    context = getattr(eager, "_context", None)
    if context is not None and context._context_handle is not None:
        return "TensorFlow's eager context exists, so an operation ran"
    return None


def thread_count() -> int:
    """Return how many threads the kernel knows of this process; those of C libraries count."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def cards() -> list[str]:
    """Return the NVIDIA devices that this process has open."""
    found = []
    for name in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        with suppress(OSError):  # the folder itself was open while it was listed
            found.append(os.readlink(f"/proc/self/fd/{name}"))
    return [link for link in found if link.startswith("/dev/nvidia")]


def import_all(first: str, *others: str) -> int:
    """Import the modules and return how many operations PyTorch ran meanwhile. Raises what an import raises.

    The first is the framework; of the others, which its scripts commonly import, some may not be installed.
    """
    importlib.import_module(first)
    torch = sys.modules.get("torch")
    with counting(torch) if torch is not None else nullcontext() as counter:
        for name in others:
            import_if_there(name)
    return counter.operations if counter else 0


def import_if_there(name: str) -> None:
    """Import a module unless it, or a package that it is in, is not installed."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if not f"{name}.".startswith(f"{missing.name}."):
            raise


def counting(torch: types.ModuleType):  # type: ignore[no-untyped-def]
    """Return a context in which every dispatched operation of PyTorch is counted."""
    dispatch = importlib.import_module("torch.utils._python_dispatch")

    class Counter(dispatch.TorchDispatchMode):  # type: ignore[misc]
        operations = 0

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            self.operations += 1
            return function(*args, **(kwargs or {}))

    return Counter()
