"""Values as scripts report them: reading, showing, hashing, comparing within a tolerance."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosscheck.model.runs import Value

SHOWN_ELEMENTS = 24

Array = NDArray[Any]
Leaf = Array | str | bool | int | float | None


@dataclass(frozen=True)
class Seen:
    """A decoded value: its leaves by the path inside it, with each array's own element type."""

    kind: str
    leaves: Mapping[str, Leaf]
    dtypes: Mapping[str, str]
    raw: Mapping[str, Any]

    @property
    def array(self) -> Array | None:
        """The value as one numeric array, if it is one; a list of numbers counts."""
        if self.kind in ("array", "number", "boolean"):
            return np.asarray(self.leaves[""])
        shape = _regular(self.raw)
        if shape is None or any(isinstance(leaf, str | type(None)) or np.ndim(leaf) for leaf in self.leaves.values()):
            return None
        return np.asarray(list(self.leaves.values())).reshape(shape)


def _regular(raw: Mapping[str, Any]) -> tuple[int, ...] | None:
    """Return the shape of nested lists of equal lengths; None for anything else."""
    if raw["kind"] != "list":
        return () if raw["kind"] in ("number", "boolean", "array") else None
    shapes = {_regular(item) for item in raw["items"]}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(raw["items"]), *inner)


def decode(raw: Mapping[str, Any]) -> Seen:
    """Read what the worker sent. Raises KeyError or ValueError when it is malformed."""
    leaves = dict(_leaves(raw, ""))
    dtypes = {path: part["dtype"] for path, part in _parts(raw, "") if part["kind"] == "array"}
    return Seen(raw["kind"], leaves, dtypes, raw)


def _parts(raw: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if raw["kind"] == "list":
        for position, item in enumerate(raw["items"]):
            yield from _parts(item, f"{path}[{position}]")
    elif raw["kind"] == "mapping":
        for key, item in raw["items"].items():
            yield from _parts(item, f"{path}.{key}")
    else:
        yield path, raw


def _leaves(raw: Mapping[str, Any], path: str) -> Iterator[tuple[str, Leaf]]:
    for at, part in _parts(raw, path):
        kind = part["kind"]
        if kind == "array":
            data = base64.b64decode(part["data"])
            yield at, np.frombuffer(data, dtype=np.dtype(part["stored"])).reshape(part["shape"])
        elif kind == "number":
            text = part["value"]
            yield at, int(text) if text.lstrip("-").isdigit() else float(text)
        else:
            yield at, part.get("value")


def literal(value: object) -> Seen:
    """Make a comparable value of a literal from `pair.yml`."""
    return decode(_raw(value))


def _raw(value: object) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"kind": "boolean", "value": value}
    if isinstance(value, int | float):
        return {"kind": "number", "value": repr(value)}
    if isinstance(value, tuple):
        return {"kind": "list", "items": [_raw(item) for item in value]}
    return {"kind": "text", "value": value}


@dataclass(frozen=True)
class Gap:
    """How far two values are apart. `where` is where they first part; `largest` is None for what has no distance."""

    equal: bool
    largest: float | None
    where: str
    left: str
    right: str

    def __str__(self) -> str:
        """Tell the gap in words."""
        if self.equal:
            return "equal" if not self.largest else f"largest difference {self.largest:.3g}"
        far = "" if self.largest is None else f"largest difference {self.largest:.6g}; "
        return f"{far}first apart at {self.where or 'the value itself'}: {self.left} against {self.right}"


def gap(left: Seen, right: Seen, rtol: float = 0.0, atol: float = 0.0) -> Gap:
    """Compare two values: |left - right| <= atol + rtol * |right|, element by element; NaN equals NaN."""
    one, two = left.array, right.array
    if one is not None and two is not None:
        return _arrays(one, two, rtol, atol, "")
    if left.leaves.keys() != right.leaves.keys():
        return Gap(False, None, "the structure", _shape_of(left), _shape_of(right))
    largest: float | None = None
    for path, leaf in left.leaves.items():
        other = right.leaves[path]
        found = _leaf(leaf, other, rtol, atol, path)
        largest = max(largest or 0.0, found.largest) if found.largest is not None else largest
        if not found.equal:
            return Gap(False, largest, found.where, found.left, found.right)
    return Gap(True, largest, "", "", "")


def _shape_of(seen: Seen) -> str:
    return f"{seen.kind} of {len(seen.leaves)}"


def _leaf(left: Leaf, right: Leaf, rtol: float, atol: float, path: str) -> Gap:
    textual = any(isinstance(v, str) or v is None for v in (left, right))
    if textual:
        same = type(left) is type(right) and left == right
        return Gap(same, None, path, repr(left), repr(right))
    return _arrays(np.asarray(left), np.asarray(right), rtol, atol, path)


def _arrays(left: Array, right: Array, rtol: float, atol: float, path: str) -> Gap:
    if left.shape != right.shape:
        return Gap(False, None, f"{path} the shape".strip(), str(left.shape), str(right.shape))
    if left.size == 0:
        return Gap(True, 0.0, path, "", "")
    one, two = (
        left.astype(np.complex128 if left.dtype.kind == "c" else np.float64),
        right.astype(np.complex128 if right.dtype.kind == "c" else np.float64),
    )
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs(one - two)
        near = (distance <= atol + rtol * np.abs(two)) | (one == two) | (np.isnan(one) & np.isnan(two))
    known = distance[~np.isnan(distance)]
    largest = float(known.max()) if known.size else None
    if near.all():
        return Gap(True, largest if largest is not None else 0.0, path, "", "")
    first = tuple(int(i) for i in np.argwhere(~near)[0])
    where = f"{path}[{', '.join(map(str, first))}]" if first else path
    return Gap(False, largest, where, _number(left[first]), _number(right[first]))


def _number(value: object) -> str:
    plain = value.item() if isinstance(value, np.generic) else value
    return f"{plain:.9g}" if isinstance(plain, float) else str(plain)


def record(seen: Seen) -> Value:
    """Make the form in which a run keeps a value: whole when small, its beginning and extremes when not."""
    canonical = json.dumps(seen.raw, sort_keys=True, separators=(",", ":")).encode()
    single = seen.leaves[""] if seen.kind == "array" else None
    shape = tuple(single.shape) if isinstance(single, np.ndarray) else None
    dtype = seen.dtypes.get("") if seen.kind == "array" else None
    digest = hashlib.sha256(canonical).hexdigest()
    return Value(kind=seen.kind, dtype=dtype, shape=shape, text=show(seen), sha256=digest)


def show(seen: Seen) -> str:
    """Write a value for people."""
    if seen.kind == "list" and not seen.leaves:
        return "[]"
    if seen.kind in ("list", "mapping"):
        parts = [
            f"{path}: {_leaf_text(leaf)}" if seen.kind == "mapping" else _leaf_text(leaf)
            for path, leaf in seen.leaves.items()
        ]
        cut = parts[:SHOWN_ELEMENTS] + ([f"… {len(parts)} in all"] if len(parts) > SHOWN_ELEMENTS else [])
        return ("{" if seen.kind == "mapping" else "[") + ", ".join(cut) + ("}" if seen.kind == "mapping" else "]")
    return _leaf_text(seen.leaves[""])


def _leaf_text(leaf: Leaf) -> str:
    if not isinstance(leaf, np.ndarray):
        return repr(leaf) if isinstance(leaf, str) else _number(leaf)
    if leaf.size <= SHOWN_ELEMENTS:
        return np.array2string(leaf, precision=6, separator=", ").replace("\n", "")
    flat = leaf.ravel()
    start = ", ".join(_short(v) for v in flat[:8])
    ends = "" if leaf.dtype.kind in "bc" else f"; least {_short(flat.min())}, greatest {_short(flat.max())}"
    return f"[{start}, … {leaf.size} elements{ends}]"


def _short(value: object) -> str:
    plain = value.item() if isinstance(value, np.generic) else value
    return f"{plain:.6g}" if isinstance(plain, float) else str(plain)
