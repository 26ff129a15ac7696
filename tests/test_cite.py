"""Citations and linked data say what the data says, and nothing in them can end the block they stand in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from crosscheck.check import Checked
from crosscheck.render.addresses import SITE
from crosscheck.render.cite import Cited, bibtex, cited, text
from crosscheck.render.engine import environment
from crosscheck.render.jsonld import article, breadcrumbs, dataset, decision_article, scenario_article
from support import checked, copy_minisite, prove


@pytest.fixture
def now(tmp_path: Path) -> Checked:
    root = copy_minisite(tmp_path)
    prove(root)
    return checked(root)


def test_a_claim_is_cited_by_its_sentence_and_review(now: Checked) -> None:
    one = cited(now.knowledge.claim["sums-agree"], now.knowledge, now.ledger)
    assert bibtex(one) == (
        "@misc{crosscheck-claim-sums-agree,\n"
        "  title = {{Alpha and Beta add two numbers to the same sum.}},\n"
        "  author = {{The Crosscheck contributors}},\n"
        "  howpublished = {Crosscheck},\n"
        "  year = {2026},\n"
        "  note = {reviewed 2026-11-20},\n"
        f"  url = {{{SITE}to/claims/#sums-agree}}\n"
        "}"
    )
    assert text(one) == (
        "The Crosscheck contributors. “Alpha and Beta add two numbers to the same sum.” Crosscheck,"
        f" reviewed 2026-11-20. {SITE}to/claims/#sums-agree"
    )


def test_a_pair_is_cited_by_its_run_and_a_table_by_the_newest_review(now: Checked) -> None:
    pair = cited(now.knowledge.pair["sum-of-two"], now.knowledge, now.ledger)
    assert (pair.dated, pair.on) == ("run", "2026-11-21")
    table = cited(now.knowledge.comparisons[0], now.knowledge, now.ledger)
    assert (table.key, table.dated, table.on) == ("crosscheck-table-at-a-glance", "reviewed", "2026-11-20")


def test_a_pair_that_has_not_run_says_so(tmp_path: Path) -> None:
    now = checked(copy_minisite(tmp_path))
    one = cited(now.knowledge.pair["sum-of-two"], now.knowledge, now.ledger)
    assert "year" not in bibtex(one)
    assert "note = {not run yet}" in bibtex(one)
    assert "Crosscheck, not run yet." in text(one)


def test_what_means_something_to_latex_is_escaped() -> None:
    entry = bibtex(Cited("k", r"50 % of a_b & {c} \d ~ ^ # $", "reviewed", "2026-11-20", "https://x.org/"))
    title = next(line for line in entry.splitlines() if "title" in line)
    assert title == (
        r"  title = {{50 \% of a\_b \& \{c\} \textbackslash{}d \textasciitilde{} \textasciicircum{} \# \$}},"
    )
    plain = re.sub(r"\\.", "", entry)
    assert plain.count("{") == plain.count("}")


def test_the_data_set_names_its_files_and_dates(now: Checked) -> None:
    found = dataset(now.knowledge, now.ledger)
    assert found["@type"] == "Dataset"
    assert found["dateModified"] == "2026-11-21"
    files = {one["contentUrl"].removeprefix(SITE): one["encodingFormat"] for one in found["distribution"]}
    assert files["api/v1/claims.json"] == "application/json"
    assert files["api/v1/checks.csv"] == "text/csv"
    assert all(one["description"] for one in found["distribution"])


def test_decisions_and_scenarios_are_articles_dated_by_their_claims(now: Checked) -> None:
    decision = now.knowledge.decisions[0]
    one, other = (
        decision_article(decision, now.knowledge),
        scenario_article(decision, decision.scenarios[0], now.knowledge),
    )
    assert {one["@type"], other["@type"]} == {"TechArticle"}
    assert one["dateModified"] == other["dateModified"] == "2026-11-20"
    assert other["url"] == f"{SITE}decide/which/{decision.scenarios[0].id}/"


def test_a_trail_starts_at_home() -> None:
    items = breadcrumbs([("Pairs", "pairs/"), ("A sum", "pairs/sum-of-two/")])["itemListElement"]
    assert [(i["position"], i["name"], i["item"]) for i in items] == [
        (1, "Crosscheck", SITE),
        (2, "Pairs", f"{SITE}pairs/"),
        (3, "A sum", f"{SITE}pairs/sum-of-two/"),
    ]


def test_no_value_ends_the_block_it_stands_in(now: Checked) -> None:
    nasty = "</script><script>alert(1)</script><!-- {{ 7*7 }} 'q'"
    block = environment().from_string('<script type="application/ld+json">{{ data | tojson }}</script>')
    shown = block.render(data=article(nasty, nasty, "x/", [], now.knowledge))
    assert shown.count("</script>") == 1
    inside = shown.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(inside)["headline"] == nasty
