"""Element by element: what a check compared across frameworks, for the record and for a picture of where they part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from crosscheck.model.checks import Check, Differs, Equal, allowed
from crosscheck.model.runs import Compared
from crosscheck.values import Seen

KEPT = 64
"""More elements than this cannot be told apart in a picture."""

Numbers = NDArray[np.float64]


def across(check: Check) -> bool:
    """Return whether a check compares a variable of one framework's script with that of another's."""
    if isinstance(check, Equal):
        return check.to is None and check.value is None
    return isinstance(check, Differs) and check.to is None


def compared(check: Check, values: Mapping[str, Seen]) -> Compared | None:
    """Return the elements that a check compared; None where there are not two numbers or more of one shape."""
    arrays = {framework: _numbers(seen) for framework, seen in values.items()} if across(check) else {}
    flat = {framework: array.ravel() for framework, array in arrays.items() if array is not None}
    if len(flat) < 2 or len(flat) < len(arrays) or len({a.shape for a in arrays.values() if a is not None}) > 1:
        return None
    first, *others = flat
    distances = {other: np.abs(flat[first] - flat[other]) for other in others}
    apart = {other: distances[other] > allowed(check, flat[other]) for other in others}
    if isinstance(check, Differs):
        apart = {other: distances[other] >= check.by for other in others}
    return Compared(
        size=flat[first].size,
        values={framework: _rounded(array, 6) for framework, array in flat.items()},
        differences={other: _rounded(distance, 3) for other, distance in distances.items()},
        first_apart={other: int(np.argmax(where)) for other, where in apart.items() if where.any()},
    )


def _numbers(seen: Seen) -> Numbers | None:
    array = seen.array
    if array is None or array.dtype.kind not in "fiu" or array.size < 2:
        return None
    wide = array.astype(np.float64)
    return wide if np.isfinite(wide).all() else None


def _rounded(array: Iterable[float], digits: int) -> tuple[float, ...]:
    return tuple(float(f"{number:.{digits}g}") for number, _ in zip(array, range(KEPT), strict=False))
