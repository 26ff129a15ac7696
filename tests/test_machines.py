"""What is written for machines: the API and its schema, tables, badges, text, feeds."""

from __future__ import annotations

import csv
import json
import tomllib
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
import yaml
from crosscheck.build import DOCS, build
from crosscheck.check import check
from crosscheck.render.addresses import SITE
from crosscheck.render.api import api_files
from crosscheck.render.api_objects import LISTS
from crosscheck.render.api_schema import object_schema
from crosscheck.render.badges import COLOURS, badge_files
from crosscheck.render.csv_files import HEADS, table
from crosscheck.render.jsonld import dataset
from jsonschema import Draft202012Validator
from support import ROOT, TODAY, checked, copy_minisite, edit, prove

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_minisite(tmp_path)
    prove(root)
    edit(root, "data/claims/basics.yml", "  reviewed: 2026-11-20", CHANGES + "  reviewed: 2026-11-20")
    entry = {"when": "2026-11-21T12:00:00Z", "claim": "sums-agree", "from": "stale", "to": "proved"}
    entry |= {
        "because": "sum-of-two#same-sum",
        "environment": "here",
        "moved": [{"package": "numpy", "from": "1", "to": "2"}],
    }
    (root / "data/history").mkdir()
    (root / "data/history/2026.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    return root


CHANGES = """  changes:
  - {on: "2024", what: Alpha began to add., source: alpha-manual}
  - {on: 2025-03-07, what: Beta began to add <b>&., release: beta 2.0, source: beta-notes}
"""


def read(root: Path, file: str) -> str:
    return (root / DOCS / file).read_bytes().decode("utf-8")


def data(root: Path, name: str) -> dict:  # type: ignore[type-arg]
    return json.loads(read(root, f"api/v1/{name}.json"))


def schema(root: Path, name: str) -> Draft202012Validator:
    found = json.loads(read(root, f"schema/api/{name}.json"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_the_address_of_the_site_is_that_of_mkdocs() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text.partition("theme:")[0])["site_url"] == SITE


def test_every_api_file_satisfies_its_schema(root: Path) -> None:
    build(root, TODAY)
    files = {path.stem for path in (root / DOCS / "api/v1").glob("*.json")}
    assert files == {listed.name for listed in LISTS}
    for name in files:
        assert [error.message for error in schema(root, name).iter_errors(data(root, name))] == []
        assert data(root, name)["total"] > 0, name


def test_the_real_api_satisfies_its_schema() -> None:
    now = check(ROOT, TODAY)
    texts = dict(api_files(now.knowledge, now.ledger, now.stands, now.history))
    for listed in LISTS:
        validator = Draft202012Validator(object_schema(listed))
        found = json.loads(texts[f"api/v1/{listed.name}.json"])
        assert [error.message for error in validator.iter_errors(found)][:3] == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda claim: claim.pop("standing"), "'standing' is a required property"),
        (lambda claim: claim.update(verdict=True), "True is not one of"),
        (lambda claim: claim.update(reviewed=3), "3 is not of type 'string'"),
        (lambda claim: claim.update(more=1), "Additional properties are not allowed"),
    ],
)
def test_the_schema_refuses_what_the_api_never_says(root: Path, change, why: str) -> None:  # type: ignore[no-untyped-def]
    build(root, TODAY)
    claims = data(root, "claims")
    change(claims["claims"][0])
    (error,) = schema(root, "claims").iter_errors(claims)
    assert why in error.message


def test_every_key_of_the_api_is_explained(root: Path) -> None:
    build(root, TODAY)
    for listed in LISTS:
        item = json.loads(read(root, f"schema/api/{listed.name}.json"))["$defs"]["item"]
        assert {k for k, v in item["properties"].items() if not v.get("description")} - {"schema_version"} == set()


def test_the_index_names_every_file_with_its_count(root: Path) -> None:
    build(root, TODAY)
    for one in data(root, "index")["index"]:
        assert data(root, one["name"])["total"] == one["total"]
        assert (root / DOCS / one["schema"]).is_file()
        assert one["csv"] is None or (root / DOCS / one["csv"]).is_file()


def test_each_table_has_a_row_for_each_record(root: Path) -> None:
    build(root, TODAY)
    counts = {}
    for name, head in HEADS.items():
        text = read(root, f"api/v1/{name}.csv")
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
        assert tuple(rows[0]) == head
        assert text.count("\r\n") == len(rows) + 1
        counts[name] = len(rows)
    assert counts == {"claims": 4, "assertions": 2, "tools": 2, "sources": 3, "comparisons": 4, "checks": 3}


def test_a_cell_of_a_table_is_never_a_formula() -> None:
    text = table(("a", "b"), iter([("=1+1", "-2"), ("@x", 'says "so",\nand more'), ("+1", None), (True, ("p", "q"))]))
    assert text == """a,b\r\n'=1+1,'-2\r\n'@x,"says ""so"",\nand more"\r\n'+1,\r\ntrue,p q\r\n"""


def test_a_badge_says_how_a_claim_and_the_whole_stand(root: Path) -> None:
    edit(root, "data/claims/basics.yml", "  topic: basics", "  formerly: [sums-are-equal]\n  topic: basics")
    now = checked(root)
    files = dict(badge_files(now.knowledge, now.stands))
    badge = json.loads(files["api/v1/badges/claims/sums-agree.json"])
    assert badge == {
        "schemaVersion": 1,
        "label": "crosscheck",
        "message": "true, proved",
        "color": "1a7f37",
        "isError": False,
    }
    assert files["api/v1/badges/claims/sums-are-equal.json"] == files["api/v1/badges/claims/sums-agree.json"]
    assert json.loads(files["api/v1/badges/all.json"])["message"] == "2 of 4 claims proved"
    assert json.loads(files["api/v1/badges/frameworks/beta.json"])["label"] == "crosscheck: Beta"
    assert Xml.fromstring(files["api/v1/badges/all.svg"])[0].text == "crosscheck: 2 of 4 claims proved"


def test_a_badge_says_first_what_is_contradicted(root: Path) -> None:
    edit(root, "snippets/basics/sum-of-two/in_beta.py", "np.add(2.0, 3.0)", "np.add(2.0, 3.5)")
    prove(root)
    now = checked(root)
    badge = json.loads(dict(badge_files(now.knowledge, now.stands))["api/v1/badges/all.json"])
    assert (badge["message"], badge["isError"]) == ("1 of 4 claims contradicted", True)


def test_white_text_can_be_read_on_every_badge() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert {c for c in COLOURS.values() if 1.05 / (light(c) + 0.05) < 4.5} == set()


def test_the_text_for_language_models_has_every_claim_with_its_standing(root: Path) -> None:
    build(root, TODAY)
    text = read(root, "llms-full.txt")
    assert text.count("\n### ") == 4
    assert "Verdict: true. Standing: proved. Reviewed 2026-11-20. " + SITE + "to/claims/#sums-agree" in text
    assert read(root, "llms.txt").startswith("# Crosscheck\n\n> ")
    assert f"Sitemap: {SITE}sitemap.xml" in read(root, "robots.txt")


def entries(root: Path, file: str) -> list[tuple[str, str, str]]:
    top = Xml.fromstring(read(root, file))
    found = top.findall(f"{ATOM}entry")
    return [tuple(str(e.findtext(ATOM + key)) for key in ("id", "updated", "title")) for e in found]  # type: ignore[misc]


def test_the_feed_has_every_change_newest_first(root: Path) -> None:
    build(root, TODAY)
    tag = "tag:crosscheck-kb.github.io,2026:changes/"
    assert entries(root, "feed.xml") == [
        (tag + "run-sums-agree-2026-11-21t120000z", "2026-11-21T12:00:00Z", "stale → proved: Alpha and Beta add two numbers to the same sum."),
        (tag + "reviewed-2026-11-20", "2026-11-20T00:00:00Z", "4 claims reviewed"),
        (tag + "sums-agree-2025-03-07", "2025-03-07T00:00:00Z", "Beta began to add <b>&."),
        (tag + "tool-alpha-server-2025-02", "2025-02-01T00:00:00Z", "Alpha Server: deprecated"),
        (tag + "sums-agree-2024", "2024-01-01T00:00:00Z", "Alpha began to add."),
    ]  # fmt: skip


def test_the_feed_of_a_framework_has_its_own_changes(root: Path) -> None:
    build(root, TODAY)
    found = entries(root, "feeds/beta.xml")
    assert [title for _, _, title in found][1:3] == ["2 claims reviewed", "Beta began to add <b>&."]
    assert "Alpha Server: deprecated" not in {title for _, _, title in found}
    assert found[1][0].endswith("reviewed-2026-11-20/beta")


def test_a_feed_has_what_its_format_asks_for(root: Path) -> None:
    build(root, TODAY)
    for file in ("feed.xml", "feeds/alpha.xml", "feeds/beta.xml"):
        top = Xml.fromstring(read(root, file))
        assert all(top.findtext(ATOM + key) for key in ("id", "title", "updated"))
        assert top.findtext(f"{ATOM}author/{ATOM}name")
        assert {link.get("rel"): link.get("href") for link in top.findall(f"{ATOM}link")}["self"] == SITE + file
        ids = [entry.findtext(f"{ATOM}id") for entry in top.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) > 0
        for entry in top.iter(f"{ATOM}entry"):
            assert all(entry.findtext(ATOM + key) for key in ("id", "title", "updated", "summary"))
            assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo
            assert str(entry.find(f"{ATOM}link").get("href")).startswith(SITE)  # type: ignore[union-attr]


def test_the_page_of_changes_groups_by_month_and_links_claim_and_source(root: Path) -> None:
    build(root, TODAY)
    page = read(root, "changes/index.md")
    months = [page.index(f'<h2 id="{month}">') for month in ("2026-11", "2025-03", "2025-02", "2024")]
    assert months == sorted(months)
    assert '<a href="../claims/basics/#sums-agree">Beta began to add &lt;b&gt;&amp;.</a>' in page
    assert '<a href="../sources/#beta-notes">Release notes of Beta</a>' in page
    assert '<a href="../pairs/sum-of-two/#check-same-sum">decided by sum-of-two#same-sum; numpy 1 → 2</a>' in page
    assert '<a href="../tools/#alpha-server">Alpha Server: deprecated</a>' in page


def test_one_event_on_two_claims_is_told_once(root: Path) -> None:
    again = '  changes: [{on: "2024", what: Alpha began to add., source: alpha-manual}]\n'
    edit(root, "data/claims/basics.yml", "  favours: {framework: alpha", again + "  favours: {framework: alpha")
    build(root, TODAY)
    found = [e for e in data(root, "changes")["changes"] if e["what"] == "Alpha began to add."]
    assert [e["claims"] for e in found] == [["sums-agree", "alpha-keeps-type"]]


def test_the_page_of_files_lists_each_and_describes_them_as_a_data_set(root: Path) -> None:
    build(root, TODAY)
    page = read(root, "api/index.md")
    assert all(f'href="v1/{listed.name}.json"' in page for listed in LISTS)
    block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["@type"] == "Dataset"


def test_the_citation_file_names_this_version() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (cff["version"], cff["type"]) == (project["version"], "dataset")
    assert cff["title"] == dataset(checked(ROOT).knowledge, checked(ROOT).ledger)["name"]
