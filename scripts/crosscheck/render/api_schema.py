"""The JSON Schema of each file of the API, read from the classes that define its objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from crosscheck.render.addresses import SITE
from crosscheck.render.api_objects import LISTS, SCHEMA_VERSION, Listed
from crosscheck.render.engine import kept
from crosscheck.schema import field_help, parts_of, sources


def schema_files() -> Iterator[tuple[str, str]]:
    """Yield each schema's path below the docs folder and its text; only other code changes them, no data."""
    found = kept("json", f"schemas of the api\0{sources()}", _texts)
    for name, text in json.loads(found).items():
        yield f"schema/api/{name}.json", text


def _texts() -> str:
    return json.dumps({one.name: json.dumps(object_schema(one), indent=1, sort_keys=True) + "\n" for one in LISTS})


def object_schema(listed: Listed) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file of the API."""
    classes = [cls for cls in (listed.record, listed.more) if cls]
    definitions: dict[str, Any] = {}
    item: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
    for cls in classes:
        schema = cls.model_json_schema(by_alias=True)
        definitions |= schema.pop("$defs", {})
        _describe(cls, schema)
        item["properties"] |= schema["properties"]
    for part in {part for cls in classes for part in parts_of(cls)}:
        if part.__name__ in definitions:
            _describe(part, definitions[part.__name__])
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "self": {"const": f"api/v1/{listed.name}.json"},
        "schema": {"const": f"schema/api/{listed.name}.json"},
        "total": {"type": "integer", "minimum": 0},
        listed.name: {"type": "array", "items": {"$ref": "#/$defs/item"}, "description": listed.about},
    }
    body = {"type": "object", "properties": properties, "additionalProperties": False}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{SITE}schema/api/{listed.name}.json"}
    whole: dict[str, Any] = _complete(head | body | {"title": listed.name, "$defs": definitions | {"item": item}})
    return whole


def _describe(cls: type[BaseModel], schema: dict[str, Any]) -> None:
    schema["description"] = (cls.__doc__ or "").splitlines()[0]
    for name, text in field_help(cls).items():
        schema["properties"][cls.model_fields[name].alias or name]["description"] = text


def _complete(schema: Any) -> Any:
    """Say what holds for output only: no key is left out, and a verdict is a word, never YAML's true or false."""
    if not isinstance(schema, dict):
        return [_complete(item) for item in schema] if isinstance(schema, list) else schema
    found = {key: _complete(value) for key, value in schema.items() if key not in ("default", "properties", "enum")}
    if "enum" in schema:
        found["enum"] = [word for word in schema["enum"] if not isinstance(word, bool)]
    if "properties" in schema:
        found["properties"] = {name: _complete(value) for name, value in schema["properties"].items()}
        found["required"] = sorted(schema["properties"])
    return found
