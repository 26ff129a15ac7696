"""Pages from the small site: whole, stable, honest about contradictions, and deaf to markup in the data."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crosscheck.build import DOCS, build
from crosscheck.render.engine import href, page_text, render
from hypothesis import given, settings
from hypothesis import strategies as st
from support import TODAY, copy_minisite, edit, prove

BETA = "snippets/basics/sum-of-two/in_beta.py"
NASTY = """<script>alert(1)</script> </title><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} **bold** [x](javascript:alert(3)) `c` | --8<-- "f" {: onclick=x } &amp; "q" 'a'"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    prove(root)
    return root


def read(root: Path, page: str) -> str:
    return (root / DOCS / page).read_text(encoding="utf-8")


class Text(HTMLParser):
    """Collects the text, the element names and the attributes of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_kind_of_page_is_written(root: Path) -> None:
    built = build(root, TODAY)
    for page in (
        "index.md", "decide/which/index.md", "decide/which/reader/index.md", "compare/index.md", "compare/at-a-glance/index.md", "claims/basics/index.md", "heard/some-post/index.md",
        "pairs/sum-of-two/index.md", "notebooks/sum-of-two.ipynb", "tools/index.md", "sources/index.md", "runs/index.md",
        "about/data-model/index.md", "api/v1/claims.json", "schema/claims.json",
    ):  # fmt: skip
        assert page in built.written


def test_building_again_writes_nothing(root: Path) -> None:
    build(root, TODAY)
    again = build(root, TODAY)
    assert again.written == again.removed == ()
    assert again.total > 20


def test_an_edit_writes_only_the_pages_it_touches(root: Path) -> None:
    build(root, TODAY)
    edit(root, "data/tools/all.yml", "A release came out this year.", "A release came out in this year.")
    assert set(build(root, TODAY).written) == {"tools/index.md", "api/v1/tools.json"}


def test_what_is_no_longer_generated_is_removed(root: Path) -> None:
    build(root, TODAY)
    stray = root / DOCS / "claims/old.md"
    stray.write_text("old", encoding="utf-8")
    assert build(root, TODAY).removed == ("claims/old.md",)
    assert not stray.exists()


def test_broken_data_writes_nothing(root: Path) -> None:
    build(root, TODAY)
    before = read(root, "claims/basics/index.md")
    edit(root, "data/claims/basics.yml", "verdict: true", "verdict: maybe")
    assert build(root, TODAY).total == 0
    assert read(root, "claims/basics/index.md") == before


def test_a_contradicted_claim_never_reads_as_if_it_held(root: Path) -> None:
    edit(root, BETA, "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    prove(root)
    built = build(root, TODAY)
    assert [p.rule for p in built.checked.errors] == ["claim-contradicted"]
    assert "The latest run contradicts this claim" in read(root, "claims/basics/index.md")
    assert "<del>Yes</del>" in read(root, "compare/at-a-glance/index.md")
    assert "1 contradicted</strong> by the latest run" in read(root, "index.md")
    assert "does not bear this pair out" in read(root, "pairs/sum-of-two/index.md")
    assert "cc-standing--contradicted" in read(root, "heard/some-post/index.md")
    claims = json.loads(read(root, "api/v1/claims.json"))["claims"]
    assert {c["id"]: c["standing"] for c in claims}["sums-agree"] == "contradicted"
    cells = json.loads(read(root, "api/v1/comparisons.json"))["comparisons"][0]["rows"][0]["cells"]
    assert cells["alpha"]["standing"] == "contradicted"


def test_a_weight_on_a_contradicted_claim_counts_nothing(root: Path) -> None:
    build(root, TODAY)
    assert "<strong>Alpha</strong>, ahead by 2" in read(root, "decide/which/small-machine/index.md")
    edit(root, "snippets/basics/sum-of-two/in_alpha.py", "np.float32(2) + np.float32(3)", "np.float64(5)")
    prove(root)
    build(root, TODAY)
    page = read(root, "decide/which/index.md")
    assert "<del>+2 Alpha</del> withdrawn" in page
    assert 'data-weights=""' in page
    assert "withdrawn, its claim is contradicted" in read(root, "decide/which/small-machine/index.md")
    scenarios = json.loads(read(root, "api/v1/decisions.json"))["decisions"][0]["scenarios"]
    assert scenarios[0]["tally"] == {"leader": None, "points": {"alpha": 0, "beta": 0}, "split": True, "sure": "split"}


def test_a_lead_below_the_margin_is_a_split(root: Path) -> None:
    build(root, TODAY)
    scenarios = json.loads(read(root, "api/v1/decisions.json"))["decisions"][0]["scenarios"]
    assert scenarios[0]["tally"] == {
        "leader": "alpha",
        "points": {"alpha": 2, "beta": 0},
        "split": False,
        "sure": "leaning",
    }
    assert scenarios[1]["tally"] == {"leader": None, "points": {"alpha": 2, "beta": 1}, "split": True, "sure": "split"}


def test_each_api_file_is_an_object_with_its_list(root: Path) -> None:
    build(root, TODAY)
    for path in sorted((root / DOCS / "api/v1").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert data["schema_version"] == 1
        assert isinstance(data[path.stem], list)
        assert data["total"] == len(data[path.stem])
    claim = json.loads(read(root, "api/v1/claims.json"))["claims"][0]
    assert {"id", "statement", "verdict", "standing", "evidence", "reviewed", "review_by"} <= claim.keys()


def test_the_notebook_holds_both_scripts_with_their_outputs(root: Path) -> None:
    build(root, TODAY)
    cells = json.loads(read(root, "notebooks/sum-of-two.ipynb"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code[0]["outputs"][0]["text"] == ["alpha: 5.0\n"]
    assert "".join(code[1]["source"]) + "\n" == (root / BETA).read_text(encoding="utf-8")


def test_code_keeps_its_empty_lines(root: Path) -> None:
    build(root, TODAY)
    page = Text(read(root, "pairs/sum-of-two/index.md"))
    assert (root / BETA).read_text(encoding="utf-8").strip() in page.text


FIELDS = [
    ("data/claims/basics.yml", "Alpha and Beta add two numbers to the same sum.", "claims/basics/index.md"),
    (
        "data/claims/basics.yml",
        "Both scripts add the same two numbers and leave the same sum.",
        "claims/basics/index.md",
    ),
    ("data/tools/all.yml", "Its manual says so.", "tools/index.md"),
    ("data/tools/all.yml", "Alpha Server", "tools/index.md"),
    ("data/sources/all.yml", "The manual of Alpha", "sources/index.md"),
    ("data/assertions/some-post.yml", "The two give different sums.", "heard/some-post/index.md"),
    ("data/comparisons/at-a-glance.yml", "Adds two numbers", "compare/at-a-glance/index.md"),
    ("data/comparisons/at-a-glance.yml", "At a glance", "compare/at-a-glance/index.md"),
    ("data/decisions/which.yml", "Take Alpha.", "decide/which/small-machine/index.md"),
    ("data/decisions/which.yml", "A book", "decide/which/index.md"),
    ("data/decisions/which.yml", "Is memory short?", "index.md"),
    ("data/comparisons/at-a-glance.yml", "Adds two numbers", "index.md"),
    ("data/decisions/which.yml", "Which one", "decide/which/index.md"),
    ("snippets/basics/sum-of-two/pair.yml", "A sum of two", "pairs/sum-of-two/index.md"),
    ("snippets/basics/sum-of-two/pair.yml", "sums differ", "pairs/sum-of-two/index.md"),
    ("data/frameworks/alpha.yml", "name: Alpha", "compare/at-a-glance/index.md"),
    ("data/topics.yml", "Basics", "claims/basics/index.md"),
]


@pytest.mark.parametrize(("file", "old", "page"), FIELDS, ids=lambda value: str(value)[:24])
def test_markup_in_a_field_shows_as_text(root: Path, file: str, old: str, page: str) -> None:
    build(root, TODAY)
    plain = Text(read(root, page))
    key, _, _ = old.rpartition(": ") if old.startswith("name: ") else ("", "", old)
    edit(root, file, old, (f"{key}: " if key else "") + json.dumps(NASTY))
    built = build(root, TODAY)
    assert built.total, [str(p) for p in built.checked.errors]
    nasty = Text(read(root, page))
    assert NASTY in nasty.text
    assert nasty.tags == plain.tags
    assert {name for name, _ in nasty.attributes} == {name for name, _ in plain.attributes}
    assert not [v for _, v in nasty.attributes if v and v.startswith("javascript:")]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80))
def test_any_text_comes_out_of_a_template_as_itself(text: str) -> None:
    out = render("decide_index.html", title=text, k=_Empty(), site=None)
    assert text in Text(out).text
    assert Text(out).tags == {"h1", "p"}


class _Empty:
    decisions: tuple[object, ...] = ()


def test_a_title_is_escaped_for_themes_that_print_it_raw() -> None:
    head = page_text("</title><script>", "<p>x</p>", 'a "quoted" word').split("---")[1]
    assert "<script>" not in head
    assert "&lt;/title&gt;&lt;script&gt;" in head


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("index.md", "claims/basics/#x", "claims/basics/#x"),
        ("claims/basics.md", "claims/basics/#x", "./#x"),
        ("claims/basics.md", "pairs/y/", "../../pairs/y/"),
        ("pairs/index.md", "pairs/y/", "y/"),
        ("tools/index.md", "schema/a.json", "../schema/a.json"),
    ],
)
def test_links_are_relative_to_where_a_page_is_served(page: str, target: str, expected: str) -> None:
    assert href(page, target) == expected
