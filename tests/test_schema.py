"""The editor's schema and our own judge agree, and every data file names its schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from crosscheck.build import schema_files
from crosscheck.nouns import NOUNS, Noun
from crosscheck.schema import editor_schema, field_help
from crosscheck.yaml_lines import read
from jsonschema import Draft202012Validator
from support import ROOT

CASES = Path(__file__).parent / "cases"


def plain(value: Any) -> Any:
    """Turn tuples into lists: JSON Schema knows arrays only as lists."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def files(noun: Noun) -> list[Path]:
    return sorted(ROOT.glob(noun.pattern))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.plural)
def test_real_data_satisfies_the_editor_schema(noun: Noun) -> None:
    validator = Draft202012Validator(editor_schema(noun))
    assert files(noun)
    for path in files(noun):
        errors = list(validator.iter_errors(plain(read(path.read_bytes(), path.name).value)))
        assert errors == [], f"{path}: {errors[0].message}"


@pytest.mark.parametrize("case", sorted(CASES.glob("schema-*.yml")), ids=lambda case: case.stem)
def test_what_the_judge_refuses_the_editor_marks(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    place = text.splitlines()[0].removeprefix("# put: ")
    (noun,) = [n for n in NOUNS if Path(place).match(n.pattern)]
    if "not a date" in text:
        return  # an editor checks the form of a date, not the calendar
    validator = Draft202012Validator(editor_schema(noun))
    assert list(validator.iter_errors(plain(read(text.encode(), place).value)))


def test_the_schemas_in_the_checkout_are_those_of_the_model() -> None:
    for name, text in schema_files():
        assert (ROOT / "data/schema" / name).read_text(encoding="utf-8") == text, "run crosscheck build --schemas"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.plural)
def test_every_data_file_names_its_schema(noun: Noun) -> None:
    for path in files(noun):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = first.removeprefix("# yaml-language-server: $schema=")
        assert target != first, path
        assert (path.parent / target).resolve() == ROOT / "data/schema" / f"{noun.schema_name}.json", path


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.plural)
def test_every_key_explains_itself(noun: Noun) -> None:
    def walk(schema: dict[str, Any]) -> None:
        for key, field in schema.get("properties", {}).items():
            assert field.get("description"), f"{noun.plural}: {key}"
        for inner in schema.get("$defs", {}).values():
            walk(inner)

    walk(editor_schema(noun))
    assert json.dumps(editor_schema(noun))
    assert field_help(noun.record)
