"""What every record shares: strict frozen fields, and the place in a file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WithJsonSchema,
    WrapSerializer,
)
from pydantic_core import PydanticCustomError

from crosscheck.problems import Path

T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """Where a record stands: its file, the path to it inside, and the line it starts at."""

    file: str
    path: Path
    line: int


NOWHERE = Site("", (), 1)


class Part(BaseModel):
    """A mapping inside a record. Unknown keys are refused and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Record(Part):
    """A thing with an id that other records refer to."""

    _site: Site | None = PrivateAttr(default=None)  # anything else would be copied for each record

    @property
    def site(self) -> Site:
        """Return where the record was read from."""
        return self._site or NOWHERE

    def settle(self, site: Site) -> None:
        """Remember where the record was read from; the loader calls this once."""
        self._site = site


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("date_text", "not a date: {why}", {"why": str(error)}) from None
    return value


def _partial_day(value: str) -> str:
    _day(value + {4: "-01-01", 7: "-01"}.get(len(value), ""))
    return value


def _thawed(value: Mapping[str, T], serialize: SerializerFunctionWrapHandler) -> object:
    return serialize(dict(value))


def _frozen(value: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType(dict(value))


_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

Id = Annotated[str, StringConstraints(strict=True, pattern=_ID, max_length=60)]
CheckRef = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*#[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)
]
Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Prose = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4000)]
Version = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=40, pattern=r"^[^\n]*$")]
Url = Annotated[str, StringConstraints(strict=True, min_length=8, max_length=500)]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Day = Annotated[date, BeforeValidator(_day), Field(strict=True), WithJsonSchema({"type": "string", "format": "date"})]
PartialDay = Annotated[str, StringConstraints(strict=True, pattern=_PARTIAL), AfterValidator(_partial_day)]
ByFramework = Annotated[Mapping[Id, T], AfterValidator(_frozen), WrapSerializer(_thawed)]


def last_day(partial: str) -> date:
    """Return the last day that a partial date can mean: `2025-02` is 2025-02-28."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def first_day(partial: str) -> date:
    """Return the first day that a partial date can mean: `2025-02` is 2025-02-01."""
    parts = [int(part) for part in partial.split("-")]
    return date(*[*parts, 1, 1][:3])
