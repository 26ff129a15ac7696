"""The kinds of check: one testable statement about the results of a pair."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, WithJsonSchema

from crosscheck.model.base import Id, Line, Name, Part

Number = StrictInt | StrictFloat
Scalar = StrictBool | StrictInt | StrictFloat | Line
Literally = Scalar | tuple[Scalar, ...] | tuple[tuple[Scalar, ...], ...]
NotNegative = Annotated[Number, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
Positive = Annotated[Number, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]


class _Check(Part):
    id: Id
    """Stable name; a claim cites the check as `pair-id#check-id`."""
    states: Line
    """One sentence that is true when the check passes."""
    in_: tuple[Id, ...] = Field(default=(), alias="in")
    """The frameworks whose scripts it looks at; all scripts of the pair unless said."""


class Equal(_Check):
    """Values agree within |a - b| <= atol + rtol * |b|."""

    kind: Literal["equal"]
    """`equal`"""
    of: Name
    """The variable."""
    value: Literally | None = None
    """A literal that it must equal in each script. Without it and `to`, the scripts are compared with each other."""
    to: Name | None = None
    """Another variable of the same script that it must equal."""
    rtol: NotNegative = 0.0
    """Relative tolerance."""
    atol: NotNegative = 0.0
    """Absolute tolerance."""


class Differs(_Check):
    """The largest absolute difference is at least `by`."""

    kind: Literal["differs"]
    """`differs`"""
    of: Name
    """The variable."""
    to: Name | None = None
    """Another variable of the same script; without it, the scripts are compared with each other."""
    by: Positive
    """The least difference, in the variable's own unit."""


class Shape(_Check):
    """An array has this shape."""

    kind: Literal["shape"]
    """`shape`"""
    of: Name
    """The variable."""
    is_: tuple[Annotated[StrictInt, Field(ge=0)], ...] = Field(alias="is")
    """The shape."""


class DType(_Check):
    """An array has this element type."""

    kind: Literal["dtype"]
    """`dtype`"""
    of: Name
    """The variable."""
    is_: Name = Field(alias="is")
    """The element type without its framework's prefix, as in `float32`."""


class Truth(_Check):
    """A named boolean is true, or false."""

    kind: Literal["truth"]
    """`truth`"""
    of: Name
    """The variable."""
    is_: StrictBool = Field(alias="is")
    """What it has to be."""


class Raises(_Check):
    """The script ends with this uncaught exception."""

    kind: Literal["raises"]
    """`raises`"""
    error: Line
    """The exception's class name."""
    contains: Line
    """Part of its message."""


class Warns(_Check):
    """The script issues this warning."""

    kind: Literal["warns"]
    """`warns`"""
    category: Name
    """The warning's class name."""
    contains: Line
    """Part of its message."""


class Prints(_Check):
    """The script prints this."""

    kind: Literal["prints"]
    """`prints`"""
    contains: Line
    """Part of a printed line."""


class Between(_Check):
    """Every element lies between two bounds, both included."""

    kind: Literal["between"]
    """`between`"""
    of: Name
    """The variable."""
    low: Number
    """The least value allowed."""
    high: Number
    """The greatest value allowed."""


class Measured(_Check):
    """A finite number, or a list of repeats of which the median and the quartiles are shown, without judgement."""

    kind: Literal["measured"]
    """`measured`"""
    of: Name
    """The variable."""
    unit: Line
    """Its unit, as in `s` or `x`."""


Check = Annotated[
    Equal | Differs | Shape | DType | Truth | Raises | Warns | Prints | Between | Measured,
    Field(discriminator="kind"),
]
KINDS = (Equal, Differs, Shape, DType, Truth, Raises, Warns, Prints, Between, Measured)


def across(check: Check) -> bool:
    """Return whether a check compares the scripts with each other, rather than each with itself or a literal."""
    return isinstance(check, Equal | Differs) and check.to is None and getattr(check, "value", None) is None


def allowed(check: Check, right: Any) -> Any:
    """Return by how much `right`, a number or an array, may be missed; for `differs`, by how much it has to be."""
    if isinstance(check, Equal):
        return check.atol + check.rtol * abs(right)
    return 0.0 * abs(right) + (check.by if isinstance(check, Differs) else 0.0)
