"""Pictures: drawn from the data, one for each colour scheme, with words beside them, and the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from crosscheck.build import DOCS, build
from crosscheck.model.vocabulary import Verdict
from crosscheck.render.pictures import SCHEMES, draw, pictures
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


def test_shares_are_those_of_the_counts() -> None:
    now = checked(ROOT)
    picture = next(p for p in pictures(now.knowledge, now.ledger, ROOT / "docs") if p.name == "paper-shares")
    rows = picture.spec("dark")["data"]["values"]
    iclr = [row["share"] for row in rows if row["date"] == "2022-05-01"[:10] or row["date"].startswith("2022-05")]
    assert [round(share, 2) for share in iclr] == [0.32, 0.84]
