"""Perturb what a check expects, each way named. A check that stays green cannot fail, which is a defect."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from crosscheck.checking import Scripts, gaps_of
from crosscheck.model.checks import Between, Check, Differs, DType, Equal, Measured, Prints, Raises, Shape, Truth, Warns
from crosscheck.values import Seen, literal


def mutants(check: Check, scripts: Scripts) -> list[tuple[str, Check, Scripts]]:
    """Return the check with its expectation perturbed, each way named. Every one of them must turn red."""
    looked = {name: left for name, left in scripts.items() if not check.in_ or name in check.in_}
    if isinstance(check, Equal):
        return _equal_mutants(check, looked)
    if isinstance(check, Differs):
        return _differs_mutants(check, looked)
    return [(name, changed, looked) for name, changed in _plain_mutants(check)] + _poisoned(check, looked)


def _plain_mutants(check: Check) -> list[tuple[str, Check]]:
    other = "a text that no script has \x00"
    if isinstance(check, Shape):
        return [("another axis", check.model_copy(update={"is_": (*check.is_, 1)}))]
    if isinstance(check, DType):
        return [("another type", check.model_copy(update={"is_": "float8" if check.is_ != "float8" else "int8"}))]
    if isinstance(check, Truth):
        return [("the opposite", check.model_copy(update={"is_": not check.is_}))]
    if isinstance(check, Raises):
        return [
            ("another error", check.model_copy(update={"error": other})),
            ("another text", check.model_copy(update={"contains": other})),
        ]
    if isinstance(check, Warns):
        return [
            ("another category", check.model_copy(update={"category": other})),
            ("another text", check.model_copy(update={"contains": other})),
        ]
    if isinstance(check, Prints):
        return [("another text", check.model_copy(update={"contains": other}))]
    return []


def _poisoned(check: Check, looked: Scripts) -> list[tuple[str, Check, Scripts]]:
    """Bounds and measured values are turned round by spoiling the value itself."""
    if isinstance(check, Between):
        above, below = (
            _put(looked, check.of, check.high + 1 + abs(check.high)),
            _put(looked, check.of, check.low - 1 - abs(check.low)),
        )
        return [("a value above", check, above), ("a value below", check, below)]
    if isinstance(check, Measured):
        return [("not a number", check, _put(looked, check.of, math.nan))]
    return []


def _put(looked: Scripts, name: str, value: object) -> Scripts:
    return {f: replace(s, values={**s.values, name: literal(value)}) for f, s in looked.items()}


def _equal_mutants(check: Equal, looked: Scripts) -> list[tuple[str, Check, Scripts]]:
    framework = next(iter(looked)) if check.value is not None or check.to else list(looked)[-1]
    left = looked[framework]
    if check.of not in left.values:
        return []
    shifted = _shifted(left.values[check.of], check)
    scripts = {**looked, framework: replace(left, values={**left.values, check.of: shifted})}
    return [("one element moved past the tolerance", check, scripts)]


def _shifted(seen: Seen, check: Equal) -> Seen:
    """Move the first leaf just past what the tolerance allows: twice as far, as a wrong result would."""
    path, leaf = next(iter(seen.leaves.items()), ("", None))
    if isinstance(leaf, str) or leaf is None:
        moved: Any = f"{leaf}\x00"
    elif isinstance(leaf, bool):
        moved = not leaf
    else:
        array = np.array(leaf, dtype=np.complex128 if np.iscomplexobj(leaf) else np.float64)
        step = 2 * (check.atol + check.rtol * float(np.abs(array).max(initial=0.0)))
        floor = 1e-6 * max(1.0, float(np.abs(array).max(initial=0.0))) if not step else 0.0
        if array.size:
            array.flat[0] += step + floor
        moved = array
    return replace(seen, leaves={**seen.leaves, path: moved})


def _differs_mutants(check: Differs, looked: Scripts) -> list[tuple[str, Check, Scripts]]:
    found: list[tuple[str, Check, Scripts]] = []
    gaps = [g.largest for g in gaps_of(check, looked).values() if g.largest is not None]
    if gaps:
        found.append(("a wider gap wanted", check.model_copy(update={"by": 2 * max(gaps) + 1e-300}), looked))
    names = list(looked)
    same = looked[names[0]].values.get(check.of) if not check.to else None
    if check.to:
        scripts = {f: replace(s, values={**s.values, check.of: s.values[check.to]}) for f, s in looked.items()}
        found.append(("equal values", check, scripts))
    elif same is not None:
        scripts = {f: replace(s, values={**s.values, check.of: same}) for f, s in looked.items()}
        found.append(("equal values", check, scripts))
    return found
