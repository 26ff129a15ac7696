"""The data model as rows of a reference page, read from the classes that define it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from crosscheck.nouns import Noun
from crosscheck.schema import field_help, parts_of


@dataclass(frozen=True)
class FieldRow:
    """One key: its name, whether it must be there, and what it means."""

    key: str
    required: bool
    help: str


def fields_of(noun: Noun) -> list[tuple[str, str, list[FieldRow]]]:
    """Return name, sentence and keys of the noun's record and of every part inside it."""
    classes = [noun.record, *sorted(parts_of(noun.record), key=lambda cls: cls.__name__)]
    return [(cls.__name__, (cls.__doc__ or "").splitlines()[0], _rows(cls)) for cls in classes]


def _rows(cls: type[BaseModel]) -> list[FieldRow]:
    texts = field_help(cls)
    return [
        FieldRow(field.alias or name, field.is_required(), texts.get(name, ""))
        for name, field in cls.model_fields.items()
    ]
