"""The model as JSON Schema for editors, and as a judge whose findings carry file, line and mend."""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crosscheck.model.base import Part, Record, Site
from crosscheck.model.checks import KINDS
from crosscheck.nouns import Noun
from crosscheck.problems import Path, Problem, shown, spell_path, suggest
from crosscheck.yaml_lines import Document

R = TypeVar("R", bound=Record)


def judge(document: Document, cls: type[R], path: Path) -> tuple[R | None, list[Problem]]:
    """Turn the value at `path` into a record, or into every problem it has."""
    value = _at(document.value, path)
    try:
        record = cls.model_validate(value)
    except ValidationError as error:
        return None, [_problem(document, cls, path, detail) for detail in _causes(error)]
    record.settle(Site(document.file, path, document.mark(path)[0]))
    return record, []


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Leave out lists called too short only because an item of theirs was refused."""
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(p) > len(detail["loc"]) and p[: len(detail["loc"])] == detail["loc"] for p in places)
    ]


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _problem(document: Document, cls: type[Record], base: Path, detail: ErrorDetails) -> Problem:
    path = _real_path(document.value, base, detail["loc"])
    message, mend, rule, quoted = _sentence(cls, detail, path)
    value = shown(detail["input"]) if quoted else None
    return Problem(document.file, *document.mark(path), spell_path(path), message, mend, rule, value)


def _real_path(value: Any, base: Path, loc: Path) -> Path:
    """Follow pydantic's location, leaving out the union tags that stand in no file."""
    path = base
    value = _at(value, base)
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        inside = isinstance(value, Mapping) and step in value
        inside = inside or (isinstance(value, tuple) and isinstance(step, int) and step < len(value))
        if inside:
            value = value[step]
            path = (*path, step)
        elif last and isinstance(value, Mapping) and isinstance(step, str) and step not in _TAGS:
            path = (*path, step)
    return path


_TAGS = {str(kind.model_fields["kind"].annotation.__args__[0]) for kind in KINDS} | {"tuple", "str"}  # type: ignore[union-attr]


def _sentence(cls: type[Record], detail: ErrorDetails, path: Path) -> tuple[str, str, str, bool]:
    kind, context, key = detail["type"], detail.get("ctx", {}), str(path[-1]) if path else ""
    if kind == "missing":
        return f'the key "{key}" is missing', f"add {key}: {_help_for(cls, detail['loc'])}", "schema-missing", False
    if kind == "extra_forbidden":
        known = sorted(_keys_beside(cls, detail["loc"]))
        otherwise = f"the keys here are {', '.join(known)}" if known else "remove it"
        return f'there is no key "{key}"', suggest(key, known, otherwise), "schema-unknown-key", False
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        words = _quoted(str(context.get("expected") or context.get("expected_tags")))
        tag = detail["input"].get("kind") if kind == "union_tag_invalid" else detail["input"]
        mend = suggest(str(tag), words, f"use one of {', '.join(words)}")
        return f"not a word we know: {shown(tag)}", mend, "schema-word", False
    if kind == "union_tag_not_found":
        return 'the key "kind" is missing', "say which kind of check it is", "schema-missing", False
    if kind == "string_type":
        return "text is expected here", 'put it in quotes, as in "2.10"', "schema-type", True
    if kind == "string_pattern_mismatch":
        return (
            "not in the expected form",
            _FORMS.get(context["pattern"], f"match {context['pattern']}"),
            "schema-form",
            True,
        )
    if kind == "date_text":
        return detail["msg"], "write a day as 2026-11-21", "schema-date", True
    if kind in ("tuple_type", "list_type"):
        return "a list is expected here", "write it as [a, b] or as lines that start with -", "schema-type", True
    if kind in ("model_type", "mapping_type", "dict_type", "model_attributes_type"):
        return "a mapping is expected here", "write keys and values below it", "schema-type", True
    text = detail["msg"][0].lower() + detail["msg"][1:]
    return text, "change the value", "schema-value", True


_FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "use lower-case letters, digits and single hyphens",
    r"^[a-z0-9]+(-[a-z0-9]+)*#[a-z0-9]+(-[a-z0-9]+)*$": "write a check as pair-id#check-id",
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "write a date as 2025, 2025-03 or 2025-03-07",
    r"^[^\n]*$": "keep it on one line",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "use a Python name",
}


def _quoted(expected: str) -> list[str]:
    return [word for word in expected.replace(" or ", ", ").replace("'", "").split(", ") if word]


def _part_at(cls: type[BaseModel], loc: Path) -> type[BaseModel]:
    """Return the class whose fields stand at the parent of `loc`."""
    for step in loc[:-1]:
        if isinstance(step, int):
            continue
        found = next((k for k in KINDS if k.model_fields["kind"].annotation.__args__[0] == step), None)  # type: ignore[union-attr]
        field = cls.model_fields.get(step)
        inner = found or (next(_classes(field.annotation), None) if field else None)
        cls = inner or cls
    return cls


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()) + getattr(annotation, "__metadata__", ()):
        if not isinstance(argument, str):
            yield from _classes(argument)


def _keys_beside(cls: type[Record], loc: Path) -> list[str]:
    part = _part_at(cls, loc)
    return [field.alias or name for name, field in part.model_fields.items()]


def _help_for(cls: type[Record], loc: Path) -> str:
    part, key = _part_at(cls, loc), str(loc[-1])
    name = next((n for n, f in part.model_fields.items() if (f.alias or n) == key), key)
    text = field_help(part).get(name, "its value")
    return text[0].lower() + text[1:].rstrip(".")


@cache
def field_help(cls: type[BaseModel]) -> Mapping[str, str]:
    """Return the sentence that stands below each field in the class's source, bases first."""
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, Part) and base is not Part:
            body = _classes_in(base.__module__)[base.__name__].body
            for field, text in pairwise(body):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(text, ast.Expr)
                    and isinstance(text.value, ast.Constant)
                ):
                    texts[field.target.id] = str(text.value.value)  # type: ignore[union-attr]
    return texts


@cache
def _classes_in(module: str) -> Mapping[str, ast.ClassDef]:
    """Return the classes of a module as they are written."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


@cache
def sources() -> str:
    """Return a digest of all code that schemas are made from, pydantic's version included."""
    digest = hashlib.sha256(version("pydantic").encode())
    package = FilePath(__file__).parent
    for path in (*sorted(package.glob("*.py")), *sorted(package.glob("model/*.py")), *package.glob("render/api_*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def editor_schema(noun: Noun) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one of the noun's files."""
    record = noun.record.model_json_schema(by_alias=True)
    definitions = record.pop("$defs", {})
    _describe(noun.record, record)
    for cls in parts_of(noun.record):
        if cls.__name__ in definitions:
            _describe(cls, definitions[cls.__name__])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": noun.plural, "description": noun.about}
    if noun.schema_name == "pair":
        return head | record | {"title": "pair", "$defs": definitions}
    definitions[noun.record.__name__] = record
    items = {"type": "array", "items": {"$ref": f"#/$defs/{noun.record.__name__}"}, "description": noun.about}
    body = {"type": "object", "properties": {noun.plural: items}, "required": [noun.plural]}
    return head | body | {"additionalProperties": False, "$defs": definitions}


def _describe(cls: type[BaseModel], schema: dict[str, Any]) -> None:
    schema.pop("title", None)
    for name, text in field_help(cls).items():
        field = schema["properties"].get(cls.model_fields[name].alias or name)
        if field is not None:
            field.pop("title", None)
            field["description"] = text


def parts_of(cls: type[BaseModel]) -> set[type[BaseModel]]:
    """Return the classes of every mapping inside a record."""
    found: set[type[BaseModel]] = set()
    waiting = [cls]
    while waiting:
        for field in waiting.pop().model_fields.values():
            fresh = {c for c in _classes(field.annotation) if c not in found}
            fresh |= {c for m in field.metadata for c in _classes(m)} - found
            found |= fresh
            waiting += fresh
    return found
