"""No eight words in a row of the five posts stand in our texts; of the posts the repository holds hashes only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crosscheck.yaml_lines import read
from support import ROOT

LIST = Path(__file__).parent / "cases/words_of_others.txt"
LENGTH = 8
"""Words in a run: shorter ones are the common stock of any two texts on one subject."""

NAMES = {
    "data/sources/documents.yml: sources[pytorch-review-2024].url": "an address that a post links to as well",
    "data/sources/posts.yml: sources[post-course-provider].title": "the title of that post",
    "data/sources/posts.yml: sources[post-institute].title": "the title of that post",
}
"""Names that are cited as they are, and why; one that is no longer found is an error."""

Texts = Iterator[tuple[str, str]]
"""Where a text stands, and the text."""


def words(text: str) -> list[str]:
    """Case-folded words; an apostrophe vanishes, any other mark parts two words."""
    return re.findall(r"[^\W_]+", re.sub("['’]", "", text.casefold()))


def runs(text: str) -> list[str]:
    found = words(text)
    return [" ".join(found[start : start + LENGTH]) for start in range(len(found) - LENGTH + 1)]


def short(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:12]


def listed(texts: list[str]) -> list[str]:
    """Return the lines of a list of hashes; how the list in the checkout was made."""
    return sorted({short(run) for text in texts for run in runs(text)})


def read_list(text: str) -> set[str]:
    return {line for line in text.splitlines() if not line.startswith("#")}


def scalars(value: Any, path: str = "") -> Texts:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scalars(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for inner in value:
            name = inner.get("id", "") if isinstance(inner, dict) else ""
            yield from scalars(inner, f"{path}[{name}]")
    elif isinstance(value, str):
        yield path.lstrip("."), value


def texts_of(root: Path) -> Texts:
    """Yield each YAML text under data/ and of the pairs, each Markdown file under docs/, and the README."""
    for file in sorted([*root.glob("data/**/*.yml"), *root.glob("snippets/**/*.yml")]):
        for path, text in scalars(read(file.read_bytes(), file.name).value):
            yield f"{file.relative_to(root)}: {path}", text
    for file in [*sorted(root.glob("docs/**/*.md")), root / "README.md"]:
        yield str(file.relative_to(root)), file.read_text(encoding="utf-8")


def taken(texts: Texts, hashes: set[str]) -> list[tuple[str, str]]:
    """Return each run that is in the list: where it stands, and its words."""
    return [(where, run) for where, text in texts for run in runs(text) if short(run) in hashes]


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str]]:
    return taken(texts_of(ROOT), read_list(LIST.read_text(encoding="utf-8")))


def test_no_run_of_words_of_a_post_stands_in_ours(found: list[tuple[str, str]]) -> None:
    assert [hit for hit in found if hit[0] not in NAMES] == []


def test_a_name_that_is_let_through_is_still_found(found: list[tuple[str, str]]) -> None:
    assert {where for where, _ in found} >= set(NAMES)


def test_the_list_holds_sorted_hashes_and_nothing_else() -> None:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == 11_110
    assert lines == sorted(set(lines))
    assert [line for line in lines if not re.fullmatch("[0-9a-f]{12}", line)] == []


POST = "The old mill - it's said - grinds twice as fast, but only by night."
"""A post of thirteen words, made up here."""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "data/claims/mill.yml",
            'claims:\n- id: mill\n  statement: "Well: the OLD mill, its said, grinds\n    twice (as) fast!"\n',
        ),
        (
            "snippets/mill/pair.yml",
            "id: mill\nchecks:\n- id: mill\n  says: the old mill it\u2019s said grinds twice as\n",
        ),
        ("docs/about/mill.md", "# Mill\n\nThe old *mill*,\nit's said, `grinds` twice as fast.\n"),
        ("README.md", "The old mill it's said grinds twice as you know."),
    ],
)
def test_a_run_of_eight_words_is_found_and_named(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "README.md").write_text("Nothing.\n", encoding="utf-8")
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    where, run = taken(texts_of(tmp_path), set(listed([POST])))[0]
    assert where.partition(":")[0] == file
    assert run == "the old mill its said grinds twice as"


def test_seven_words_or_words_of_two_texts_are_no_run(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("The old mill it's said grinds twice; by night only.", encoding="utf-8")
    (tmp_path / "data").mkdir()
    halves = "tools:\n- {id: mill, name: the old mill its, about: said grinds twice as fast}\n"
    (tmp_path / "data/mill.yml").write_text(halves, encoding="utf-8")
    assert len(list(texts_of(tmp_path))) == 4
    assert taken(texts_of(tmp_path), set(listed([POST]))) == []


def test_a_list_is_read_as_it_was_written() -> None:
    assert read_list("\n".join(["# a heading", *listed([POST])])) == set(listed([POST]))
    assert len(listed([POST])) == 13 - LENGTH + 1
