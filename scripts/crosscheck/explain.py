"""How two values part, in words: where first, by how much, and what relation would make them equal again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from crosscheck.model.checks import Differs, Equal
from crosscheck.values import Seen, gap, show

AROUND = 4
"""Elements shown from the first different one on."""
ROUNDING = 1000
"""Differences up to this many spacings of the narrower type count as rounding."""
MAX_AXES = 5

Numbers = NDArray[np.float64]


def parting(name: str, left: tuple[str, Seen], right: tuple[str, Seen], rtol: float, atol: float) -> list[str]:
    """Return lines that show how two values of `name` part: `left` and `right` are a label and a value each."""
    (one, seen), (two, other) = left, right
    found = gap(seen, other, rtol, atol)
    if found.equal:
        return [f"{name}: {found}"]
    lines = [f"{name} parts at {found.where or 'the value itself'}"]
    width = max(len(one), len(two))
    lines += [f"  {label:<{width}}  {text}" for label, text in zip((one, two), _shown(seen, other), strict=True)]
    if found.largest is not None:
        lines.append(f"  largest difference {found.largest:.6g}; tolerance {atol:g} + {rtol:g} times the second value")
    return [*lines, f"  {relation(seen, other)}"]


def _shown(left: Seen, right: Seen) -> tuple[str, str]:
    """Return both values from their first different element on; whole when they have no common shape."""
    one, two = left.array, right.array
    if one is None or two is None or one.shape != two.shape or not one.ndim:
        return _typed(left), _typed(right)
    different = np.argwhere(~_near(one, two).ravel())
    start = int(different[0, 0]) if different.size else 0
    at = f"[{', '.join(map(str, (int(i) for i in np.unravel_index(start, one.shape))))}]"
    return tuple(f"{_type_of(seen)} from {at}: {_few(array, start)}" for seen, array in ((left, one), (right, two)))  # type: ignore[return-value]


def _few(array: NDArray[np.generic], start: int) -> str:
    flat = array.ravel()[start : start + AROUND]
    return ", ".join(f"{v.item():.7g}" if isinstance(v.item(), float) else str(v.item()) for v in flat)


def _typed(seen: Seen) -> str:
    return f"{_type_of(seen)}: {show(seen)}"


def _type_of(seen: Seen) -> str:
    array = seen.array
    return seen.kind if array is None else f"{seen.dtypes.get('', array.dtype.name)}{list(array.shape)}"


def _near(one: NDArray[np.generic], two: NDArray[np.generic]) -> NDArray[np.bool_]:
    wide = np.complex128 if "c" in (one.dtype.kind, two.dtype.kind) else np.float64
    return np.isclose(one.astype(wide), two.astype(wide), rtol=_spacing(one, two), atol=0.0, equal_nan=True)


def _spacing(one: NDArray[np.generic], two: NDArray[np.generic]) -> float:
    """Return the relative spacing of the narrower floating type; 0 for whole numbers."""
    names = [a.dtype.name for a in (one, two) if a.dtype.kind in "fc"]
    return max((float(np.finfo(name).eps) for name in names), default=0.0)


def relation(left: Seen, right: Seen) -> str:
    """Say what the difference looks like: rounding, another layout, scale or order, a shift, or none of these."""
    one, two = left.array, right.array
    if one is None or two is None:
        return "these are not both numbers"
    if "c" in (one.dtype.kind, two.dtype.kind) or not one.size or not two.size:
        return "not looked into: complex or empty"
    spacing = _spacing(one, two) or _spacing(*(a.astype(np.float32) for a in (one, two)))
    a, b = one.astype(np.float64), two.astype(np.float64)
    close = max(1e-3, ROUNDING * spacing) if a.size > 1 else ROUNDING * spacing
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return "one of them holds values that are not finite"
    words = _rounding(a, b, spacing) or _layout(a, b, close) or _scale(a, b, close) or _order(a, b, close)
    return words or "no simple relation: look for a setting or a default that differs"


def _same(a: Numbers, b: Numbers, close: float) -> bool:
    """Return whether two arrays agree relative to their own spread, so that a constant does not hide a difference."""
    spread = float(np.ptp(b)) or float(np.abs(b).max()) or 1.0
    return a.shape == b.shape and bool(np.abs(a - b).max() <= close * spread)


def _rounding(a: Numbers, b: Numbers, spacing: float) -> str | None:
    if a.shape != b.shape:
        return None
    largest = float(np.abs(a - b).max())
    scale = float(max(np.abs(a).max(), np.abs(b).max())) or 1.0
    if largest <= ROUNDING * spacing * scale:
        return f"it looks like rounding: {largest / (spacing * scale):.1f} spacings of the largest value"
    return None


def _layout(a: Numbers, b: Numbers, close: float) -> str | None:
    if 1 < a.ndim <= MAX_AXES and a.ndim == b.ndim:
        for axes in permutations(range(a.ndim)):
            if axes != tuple(range(a.ndim)) and _same(a.transpose(axes), b, close):
                return f"another layout: the first with its axes in the order {list(axes)} is the second"
    if a.shape != b.shape:
        if a.size == b.size and _same(a.ravel(), b.ravel(), close):
            return f"another shape: the same numbers in {list(a.shape)} and {list(b.shape)}"
        return f"another shape: {list(a.shape)} against {list(b.shape)}"
    for axis in range(a.ndim):
        if _same(np.flip(a, axis), b, close):
            return f"another direction: reversed along axis {axis}"
        shifts = range(1, min(a.shape[axis], 64))
        shift = next((k for k in shifts if _same(np.roll(a, k, axis), b, close)), None)
        if shift:
            return f"shifted along axis {axis} by {shift}, the end coming round to the front"
    return None


def _scale(a: Numbers, b: Numbers, close: float) -> str | None:
    top = int(np.abs(b).argmax())
    factor = float(a.ravel()[top] / b.ravel()[top]) if b.ravel()[top] else 0.0
    if factor and _same(a, factor * b, close) and a.size > 1:
        return f"scaled: the first is {factor:.6g} times the second{_sizes(factor, a.shape)}"
    offset = float(np.mean(a - b))
    if a.size > 1 and _same(a, b + offset, close) and float(np.ptp(b)) > 0:
        return f"shifted by a constant: the first is the second {_plus(offset)}"
    if a.size == 1 and factor:
        return f"one number is {factor:.6g} times the other{_sizes(factor, a.shape)}"
    if a.size > 3 and float(np.ptp(b)) > 0:
        slope, start = np.polyfit(b.ravel(), a.ravel(), 1)
        if abs(slope) > close and _same(a, slope * b + start, close):
            return f"scaled and shifted: the first is {slope:.6g} times the second {_plus(start)}"
    return None


def _plus(number: float) -> str:
    return f"{'minus' if number < 0 else 'plus'} {abs(number):.6g}"


def _sizes(factor: float, shape: Sequence[int]) -> str:
    """Say when a factor is the length of an axis or the number of elements: a sum against a mean."""
    size = int(np.prod(shape))
    for number, name in [
        (size, "the number of elements"),
        *((n, f"the length of axis {i}") for i, n in enumerate(shape)),
    ]:
        if number > 1 and any(np.isclose(f, number, rtol=1e-3) for f in (factor, 1 / factor)):
            return f", and {number} is {name}: a sum against a mean?"
    return ""


def _order(a: Numbers, b: Numbers, close: float) -> str | None:
    if a.size > 1 and _same(np.sort(a.ravel()), np.sort(b.ravel()), close):
        return "another order: the same numbers elsewhere"
    return None


def failing(check: Equal | Differs, values: Mapping[str, Mapping[str, Seen]]) -> list[str]:
    """Return lines on a failed comparison: the first two values that part, side by side."""
    looked = {name: seen for name, seen in values.items() if not check.in_ or name in check.in_}
    named = [(name, seen[check.of]) for name, seen in looked.items() if check.of in seen]
    rtol, atol = getattr(check, "rtol", 0.0), getattr(check, "atol", 0.0)
    if check.to:
        couples = [
            ((f"{n} {check.of}", v), (f"{n} {check.to}", looked[n][check.to]))
            for n, v in named
            if check.to in looked[n]
        ]
    else:
        couples = [(named[0], other) for other in named[1:]]
    for left, right in couples:
        if not gap(left[1], right[1], rtol, atol).equal or isinstance(check, Differs):
            return parting(check.of, left, right, rtol, atol)
    return []
