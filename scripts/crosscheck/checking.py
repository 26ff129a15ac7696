"""Judge a check against what the scripts of a pair left."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from crosscheck.model.checks import (
    Between,
    Check,
    Differs,
    DType,
    Equal,
    Measured,
    Prints,
    Raises,
    Shape,
    Truth,
    Warns,
)
from crosscheck.model.runs import CheckRun, Compared, Warned
from crosscheck.parting import compared
from crosscheck.values import Gap, Seen, decode, gap, literal, show


@dataclass(frozen=True)
class Left:
    """What one script left behind: its variables, its last exception, its warnings, its output."""

    values: Mapping[str, Seen]
    error: tuple[str, str] | None = None
    warnings: tuple[Warned, ...] = ()
    output: str = ""
    unreadable: Mapping[str, str] | None = None


Scripts = Mapping[str, Left]


class Absent(Exception):
    """A script did not leave what the check looks at."""


def judge_check(check: Check, scripts: Scripts) -> CheckRun:
    """Judge one check. A variable that is not there makes it fail, with that as the reason."""
    looked = {name: left for name, left in scripts.items() if not check.in_ or name in check.in_}
    try:
        if not looked:
            raise Absent("no script of this pair ran for it")
        passed, detail, *more = _JUDGES[type(check)](check, looked)
    except Absent as absent:
        return CheckRun(id=check.id, passed=False, detail=str(absent))
    found = CheckRun(id=check.id, passed=passed, detail=detail, compared=_compared(check, looked))
    return found.model_copy(update={"measured": more[0], "spread": more[1]}) if more else found


def _compared(check: Check, looked: Scripts) -> Compared | None:
    name = getattr(check, "of", "")
    return compared(check, {framework: left.values[name] for framework, left in looked.items() if name in left.values})


Judged = tuple[bool, str]
Spread = dict[str, tuple[float, float]]


def _get(framework: str, left: Left, name: str) -> Seen:
    if name in left.values:
        return left.values[name]
    why = (left.unreadable or {}).get(name)
    raise Absent(f"{framework} left no readable {name}" + (f": {why}" if why else ""))


def _each(looked: Scripts, name: str, test: Callable[[Seen], tuple[bool, str]]) -> Judged:
    found = {framework: test(_get(framework, left, name)) for framework, left in looked.items()}
    return all(ok for ok, _ in found.values()), "; ".join(f"{f}: {text}" for f, (_, text) in found.items())


def gaps_of(check: Equal | Differs, looked: Scripts) -> dict[str, Gap]:
    """Return how far the compared values are apart, by whom it compares. Raises Absent."""
    rtol, atol = (check.rtol, check.atol) if isinstance(check, Equal) else (0.0, 0.0)
    if isinstance(check, Equal) and check.value is not None:
        wanted = literal(check.value)
        return {f: gap(_get(f, left, check.of), wanted, rtol, atol) for f, left in looked.items()}
    if check.to:
        return {f: gap(_get(f, s, check.of), _get(f, s, check.to), rtol, atol) for f, s in looked.items()}
    first, *others = looked
    if not others:
        raise Absent(f"only {first} ran, so there is nothing to compare it with")
    base = _get(first, looked[first], check.of)
    return {f"{first} and {f}": gap(base, _get(f, looked[f], check.of), rtol, atol) for f in others}


def _equal(check: Equal, looked: Scripts) -> Judged:
    gaps = gaps_of(check, looked)
    tolerance = f"rtol {check.rtol:g}, atol {check.atol:g}" if check.rtol or check.atol else "exactly"
    text = "; ".join(f"{who}: {found}" for who, found in gaps.items())
    return all(found.equal for found in gaps.values()), f"{text} (allowed: {tolerance})"


def _differs(check: Differs, looked: Scripts) -> Judged:
    gaps = gaps_of(check, looked)
    passed = all(found.largest is not None and found.largest >= check.by for found in gaps.values())
    text = "; ".join(f"{who}: {found}" for who, found in gaps.items())
    return passed, f"{text} (wanted: at least {check.by:g})"


def _shape(check: Shape, looked: Scripts) -> Judged:
    def test(seen: Seen) -> tuple[bool, str]:
        array = seen.array
        return array is not None and array.shape == check.is_, "no array" if array is None else str(array.shape)

    return _each(looked, check.of, test)


def _dtype(check: DType, looked: Scripts) -> Judged:
    def test(seen: Seen) -> tuple[bool, str]:
        found = seen.dtypes.get("", "no array")
        return found == check.is_, found

    return _each(looked, check.of, test)


def _truth(check: Truth, looked: Scripts) -> Judged:
    def test(seen: Seen) -> tuple[bool, str]:
        array = seen.array
        boolean = array is not None and array.dtype.kind == "b" and array.size == 1
        return bool(boolean and bool(array) == check.is_), show(seen)

    return _each(looked, check.of, test)


def _between(check: Between, looked: Scripts) -> Judged:
    def test(seen: Seen) -> tuple[bool, str]:
        array = seen.array
        if array is None or array.size == 0 or array.dtype.kind == "b":
            return False, show(seen)
        return bool(np.all((array >= check.low) & (array <= check.high))), show(seen)

    passed, text = _each(looked, check.of, test)
    return passed, f"{text} (allowed: {check.low:g} to {check.high:g})"


def _measured(check: Measured, looked: Scripts) -> tuple[bool, str, dict[str, float], Spread]:
    found: dict[str, float] = {}
    spread: Spread = {}
    texts = []
    for framework, left in looked.items():
        array = _get(framework, left, check.of).array
        repeats = np.asarray([math.nan] if array is None or array.ndim > 1 or not array.size else array, np.float64)
        repeats = repeats if np.isfinite(repeats).all() else np.asarray(math.nan)
        low, middle, high = (float(number) for number in np.quantile(repeats, (0.25, 0.5, 0.75)))
        found[framework] = middle
        text = f"{framework}: {middle:.4g} {check.unit}"
        if repeats.size > 1:
            spread[framework] = low, high
            text += f", the middle half of {repeats.size} from {low:.4g} to {high:.4g}"
        texts.append(text)
    passed = all(math.isfinite(number) for number in found.values())
    return passed, "; ".join(texts), found if passed else {}, spread if passed else {}


def _raises(check: Raises, looked: Scripts) -> Judged:
    texts = {
        f: "ended without an exception" if s.error is None else f"{s.error[0]}: {s.error[1]}" for f, s in looked.items()
    }
    passed = all(
        s.error is not None and s.error[0] == check.error and check.contains in s.error[1] for s in looked.values()
    )
    return passed, "; ".join(f"{f}: {text}" for f, text in texts.items())


def _warns(check: Warns, looked: Scripts) -> Judged:
    def hit(warned: Warned) -> bool:
        return warned.category == check.category and check.contains in warned.message

    texts = {f: "; ".join(f"{w.category}: {w.message}" for w in s.warnings) or "no warning" for f, s in looked.items()}
    passed = all(any(hit(w) for w in s.warnings) for s in looked.values())
    return passed, "; ".join(f"{f}: {text}" for f, text in texts.items())


def _prints(check: Prints, looked: Scripts) -> Judged:
    missing = [f for f, s in looked.items() if not any(check.contains in line for line in s.output.splitlines())]
    return not missing, f"not printed by {', '.join(missing)}" if missing else f'printed: "{check.contains}"'


_JUDGES: dict[type, Callable[[Any, Scripts], tuple[Any, ...]]] = {
    Equal: _equal,
    Differs: _differs,
    Shape: _shape,
    DType: _dtype,
    Truth: _truth,
    Between: _between,
    Measured: _measured,
    Raises: _raises,
    Warns: _warns,
    Prints: _prints,
}


def read_values(record: Mapping[str, Any]) -> dict[str, Seen]:
    """Decode the variables of a worker's record."""
    return {name: decode(raw) for name, raw in record["values"].items()}
