"""Run one script as its reader would, then report its variables on a descriptor it does not know.

Started as `python snippet.py JOB_FD RECORD_FD`. The job is JSON: `script`, `names`, `nonce`, `limits`.
The record is JSON: `nonce`, `error`, `warnings`, `values`, `unreadable`.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import signal
import sys
import traceback
import warnings

MAX_ITEMS = 100_000


def encode(value: object, depth: int = 0) -> dict[str, object]:
    """Turn a value into JSON: `kind` and its content. Raises TypeError for what cannot be compared."""
    if depth > 8:
        raise TypeError("nested deeper than 8")
    if value is None:
        return {"kind": "none"}
    if isinstance(value, bool):
        return {"kind": "boolean", "value": value}
    if isinstance(value, (int, float)) and type(value).__module__ == "builtins":
        return {"kind": "number", "value": repr(value)}
    if isinstance(value, str):
        return {"kind": "text", "value": str(value)}
    if hasattr(value, "as_list") and not hasattr(value, "dtype"):  # tf.TensorShape
        value = value.as_list()
    if isinstance(value, (list, tuple)):
        return {"kind": "list", "items": [encode(item, depth + 1) for item in value]}
    if isinstance(value, dict):
        items = {str(key): encode(item, depth + 1) for key, item in value.items()}
        return {"kind": "mapping", "items": items}
    return encode_array(value)


def encode_array(value: object) -> dict[str, object]:
    """Encode a tensor or array of any framework: element type, shape, little-endian bytes in C order."""
    name = str(getattr(getattr(value, "dtype", None), "name", None) or getattr(value, "dtype", "")).split(".")[-1]
    if hasattr(value, "detach"):
        value = value.detach().cpu()  # type: ignore[attr-defined]
        value = value.float() if name == "bfloat16" else value  # type: ignore[attr-defined]
    if hasattr(value, "numpy"):
        value = value.numpy()  # type: ignore[attr-defined]
    if not hasattr(value, "dtype"):
        value = sys.modules["numpy"].asarray(value) if hasattr(value, "__array__") else None
    if value is None:
        raise TypeError("not a tensor, array, number, text, list or mapping")
    array = value.astype("float32") if name in ("bfloat16", "float16") else value  # type: ignore[attr-defined]
    if array.dtype.kind not in "biufc" or array.size > MAX_ITEMS:
        raise TypeError(f"an array of {array.dtype} with {array.size} elements")
    little = array.astype(array.dtype.newbyteorder("<"))
    data = base64.b64encode(little.tobytes()).decode()
    return {"kind": "array", "dtype": name, "stored": little.dtype.str, "shape": list(array.shape), "data": data}


def run_script(path: str) -> tuple[dict[str, object], dict[str, str] | None]:
    """Execute the file as `__main__` from its real path; AutoGraph needs the file to read its source."""
    import runpy

    try:
        return runpy.run_path(path, run_name="__main__"), None
    except SystemExit as left:
        return {}, {"name": "SystemExit", "message": f"the script called sys.exit({left.code!r})"}
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        kept = [frame for frame in frames if frame.filename.endswith(os.path.basename(path))]
        sys.stderr.write("Traceback (most recent call last):\n")
        sys.stderr.write("".join(traceback.format_list(kept) + traceback.format_exception_only(error)))
        return namespace_of(error), {"name": type(error).__name__, "message": str(error)}


def namespace_of(error: BaseException) -> dict[str, object]:
    """Find the script's own variables in the frames of the exception that ended it."""
    trace = error.__traceback__
    found: dict[str, object] = {}
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "__main__" and trace.tb_frame.f_code.co_name == "<module>":
            found = dict(trace.tb_frame.f_globals)
        trace = trace.tb_next
    return found


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


def main() -> None:
    """Read the job, run it, send the record."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: no orphan outlives the verifier
    job_fd, record_fd = int(sys.argv[1]), int(sys.argv[2])
    with os.fdopen(job_fd) as stream:
        job = json.load(stream)
    limit(job["limits"])
    script = job["script"]
    sys.argv[:] = [script]
    sys.path[0] = os.path.dirname(script)
    seen: list[dict[str, str]] = []
    show = warnings.showwarning

    def note(message, category, filename, lineno, file=None, line=None):  # type: ignore[no-untyped-def]
        seen.append({"category": category.__name__, "message": str(message)})
        show(message, category, filename, lineno, file, line)

    warnings.showwarning = note
    namespace, error = run_script(script)
    values, unreadable = {}, {}
    for name in job["names"]:
        if name in namespace:
            try:
                values[name] = encode(namespace[name])
            except Exception as why:
                unreadable[name] = f"{type(namespace[name]).__name__}: {why}"
    sys.stdout.flush()
    sys.stderr.flush()
    record = {"nonce": job["nonce"], "error": error, "warnings": seen, "values": values, "unreadable": unreadable}
    with os.fdopen(record_fd, "w") as stream:
        json.dump(record, stream)


if __name__ == "__main__":
    main()
