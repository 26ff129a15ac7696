"""Pictures: drawn from the data, one for each colour scheme, with words beside them, and the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from crosscheck.build import DOCS, build
from crosscheck.model.vocabulary import Verdict
from crosscheck.render.pictures import Picture, pictures
from crosscheck.render.pictures.draw import SCHEMES, draw
from support import ROOT, TODAY, checked, copy_minisite, prove


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_minisite(tmp_path_factory.mktemp("pictures"))
    prove(root)
    build(root, TODAY)
    return root


def test_every_picture_is_there_for_each_scheme_and_carries_no_script(root: Path) -> None:
    found = sorted(path.name for path in (root / DOCS / "assets/pictures").iterdir())
    assert [name for name in found if name.startswith("verdicts-by-source")] == [
        "verdicts-by-source-dark.svg",
        "verdicts-by-source-light.svg",
    ]
    for path in (root / DOCS / "assets/pictures").iterdir():
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<svg")
        assert not re.search(r"<script|<foreignObject|\bon\w+=|href=\"http", text)


def test_a_page_shows_both_and_says_what_they_show(root: Path) -> None:
    page = (root / DOCS / "heard/index.md").read_text(encoding="utf-8")
    for scheme in SCHEMES:
        assert re.search(
            rf'<img src="\.\./assets/pictures/verdicts-by-topic-{scheme}\.svg#only-{scheme}" alt="[^"]{{20,}}"', page
        )


def test_drawing_again_gives_the_same_bytes(tmp_path: Path, root: Path) -> None:
    now = checked(root)
    for picture in pictures(now.knowledge, now.ledger, ROOT / "docs"):
        texts = {draw(picture, "light", tmp_path / str(n)) for n in range(2)}
        assert len(texts) == 1


def test_the_bars_hold_the_numbers_of_the_table(root: Path) -> None:
    now = checked(root)
    picture = next(p for p in pictures(now.knowledge, now.ledger, ROOT) if p.name == "verdicts-by-source")
    columns = picture.spec("light")["hconcat"]
    assert [column["title"]["text"] for column in columns] == [verdict.value for verdict in Verdict]
    rows = [row for column in columns for row in column["data"]["values"]]
    assert sum(row["statements"] for row in rows) == len(now.knowledge.assertions)


def test_words_from_the_data_stay_words(tmp_path: Path) -> None:
    title = '<script>alert("1")</script> & more'
    picture = Picture("a", "b", lambda _: {"title": title, "data": {"values": []}, "mark": "point"})
    text = draw(picture, "light", tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_shares_are_those_of_the_counts() -> None:
    now = checked(ROOT)
    picture = next(p for p in pictures(now.knowledge, now.ledger, ROOT / "docs") if p.name == "paper-shares")
    rows = picture.spec("dark")["data"]["values"]
    iclr = [row["share"] for row in rows if row["date"] == "2022-05-01"[:10] or row["date"].startswith("2022-05")]
    assert [round(share, 2) for share in iclr] == [0.32, 0.84]


def test_a_timeline_has_a_row_for_each_tool_with_a_date_below_its_status() -> None:
    now = checked(ROOT)
    picture = next(p for p in pictures(now.knowledge, now.ledger, ROOT / "docs") if p.name == "tools-by-year")
    _, *sections = picture.spec("light")["vconcat"]
    rows = {row["tool"]: row for section in sections for row in section["data"]["values"]}
    assert len(rows) > 50
    assert rows["TorchServe"]["since"] == "2025-08-07"
    assert rows["TorchServe"]["released"] == "2024-09-24"
    place = [
        section["title"]["text"] for section in sections for row in section["data"]["values"] if row == rows["Coral"]
    ]
    assert [text.split()[0] for text in place] == ["maintenance"]


def test_a_pair_has_a_picture_that_marks_where_the_two_part() -> None:
    now = checked(ROOT)
    found = {p.name: p for p in pictures(now.knowledge, now.ledger, ROOT / "docs")}
    picture = found["pair-same-padding-stride-2"]
    assert "first apart at element 0" in picture.says
    apart, matched = picture.spec("light")["vconcat"]
    assert apart["layer"][-1]["data"]["values"] == [{"at": 0, "word": "first apart at 0"}]
    assert {row["reads"] for row in matched["data"]["values"]} <= {"equal", "below the line"}


def test_a_pair_whose_elements_are_all_equal_has_none() -> None:
    now = checked(ROOT)
    names = {p.name for p in pictures(now.knowledge, now.ledger, ROOT / "docs")}
    assert "pair-eager-add" in {f"pair-{pair.id}" for pair in now.knowledge.pairs} - names


def test_a_measured_ratio_has_its_spread() -> None:
    now = checked(ROOT)
    picture = next(p for p in pictures(now.knowledge, now.ledger, ROOT / "docs") if p.name == "measured-ratios")
    rows = [row for panel in picture.spec("light")["vconcat"] for row in panel["data"]["values"]]
    assert len(rows) == 7
    assert all(row["low"] < row["ratio"] < row["high"] for row in rows)
