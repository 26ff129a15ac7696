"""Shares of the work, and runs on their way between machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from crosscheck.bundles import Shard, changed_since, commit_of, merge, origin, read_shard, write_bundle
from crosscheck.errors import UsageError
from crosscheck.model.runs import Origin, Run
from crosscheck.scheduler import shard
from hypothesis import given
from hypothesis import strategies as st
from support import copy_minisite, prove

WHERE = Origin(commit="abc", address="https://example.org/run/1")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return prove(copy_minisite(tmp_path))[0].run


def bundle(folder: Path, number: int, runs: list[Run], planned: list[str], where: Origin = WHERE, of: int = 2) -> Path:
    path = folder / f"bundle{number}.json"
    write_bundle(path, runs, Shard(number, of), planned, where)
    return path


def named(run: Run, name: str) -> Run:
    return run.model_copy(update={"pair": name})


def test_a_whole_is_merged_and_knows_where_it_comes_from(tmp_path: Path, run: Run) -> None:
    one = bundle(tmp_path, 1, [named(run, "a")], ["a", "b"])
    two = bundle(tmp_path, 2, [named(run, "b")], ["a", "b"])
    found = merge([one, two])
    assert [r.pair for r in found] == ["a", "b"]
    assert {r.origin for r in found} == {WHERE}


def test_bundles_that_do_not_belong_together_are_refused(tmp_path: Path, run: Run) -> None:
    one = bundle(tmp_path, 1, [named(run, "a")], ["a", "b"])
    with pytest.raises(UsageError, match="missing: 2"):
        merge([one])
    cases = {
        "another commit": ([named(run, "b")], ["a", "b"], Origin(commit="other"), 2),
        "another plan": ([named(run, "b")], ["a", "b", "c"], WHERE, 2),
        "different wholes": ([named(run, "b")], ["a", "b"], WHERE, 3),
        "in another bundle as well": ([named(run, "a")], ["a", "b"], WHERE, 2),
        "locked to other versions": ([named(run, "b").model_copy(update={"pins": "other"})], ["a", "b"], WHERE, 2),
        "in no bundle: b": ([], ["a", "b"], WHERE, 2),
    }
    for words, (runs, planned, where, of) in cases.items():
        two = bundle(tmp_path, 2, runs, planned, where, of)
        with pytest.raises(UsageError, match=words):
            merge([one, two])
    twin = tmp_path / "twin.json"
    twin.write_bytes(one.read_bytes())
    with pytest.raises(UsageError, match="there twice: 1"):
        merge([one, twin])


def test_an_edited_bundle_is_refused(tmp_path: Path, run: Run) -> None:
    path = bundle(tmp_path, 1, [run], [run.pair], of=1)
    body = json.loads(path.read_text(encoding="utf-8"))
    body["runs"][0]["checks"][0]["passed"] = not body["runs"][0]["checks"][0]["passed"]
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(UsageError, match="edited after it was written"):
        merge([path])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 1}', "null"])
def test_what_is_no_bundle_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="not a bundle"):
        merge([path])


@pytest.mark.parametrize("text", ["", "3", "0/2", "3/2", "a/b", "1/-1"])
def test_a_share_that_is_none_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="write 2/4"):
        read_shard(text)


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0.1, 100), max_size=40), st.integers(1, 7))
def test_shares_are_a_partition_and_balanced(weights: dict[str, float], of: int) -> None:
    shares = [shard(weights, number, of) for number in range(1, of + 1)]
    assert sorted(name for share in shares for name in share) == sorted(weights)
    burdens = [sum(weights[name] for name in share) for share in shares]
    assert max(burdens) - min(burdens) <= max(weights.values(), default=0) + 1e-6


def test_an_origin_names_the_page_of_a_hosted_run(tmp_path: Path) -> None:
    hosted = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a/b", "GITHUB_RUN_ID": "7"}
    assert origin(tmp_path, hosted).address == "https://github.com/a/b/actions/runs/7"
    assert origin(tmp_path, {}).address is None
    assert commit_of(tmp_path) == "unknown"


def test_an_unknown_revision_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='no revision "nowhere"'):
        changed_since(tmp_path, "nowhere")
