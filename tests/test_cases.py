"""Every broken file gives exactly the problem lines that it names in its own head."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from crosscheck.report_problems import problems_github, problems_json, problems_sarif
from crosscheck.rules import all_rules
from support import MINISITE, checked, copy_minisite, prove

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def _head(text: str, word: str) -> list[str]:
    mark = f"# {word}: "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


def _place(case: Path, root: Path) -> None:
    (file,) = _head(case.read_text(encoding="utf-8"), "put")
    target = root / file
    if target.name == "pair.yml" and not target.exists():
        shutil.copytree(MINISITE / "snippets/basics/sum-of-two", target.parent)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(case, target)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_gives_exactly_its_lines(case: Path, tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    _place(case, root)
    assert [str(problem) for problem in checked(root).errors] == _head(case.read_text(encoding="utf-8"), "expect")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 70


def test_every_rule_across_records_has_a_case() -> None:
    named = {case.stem.partition("--")[0] for case in CASES}
    by_other_means = {"cell-gap", "pair-gap", "pair-halves", "pair-scripts", "topic-unused"}
    by_other_means |= {"claim-contradicted", "claim-overdue", "claim-stale"}
    assert {rule.id for rule in all_rules()} - named == by_other_means


def test_the_small_site_itself_is_sound(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    prove(root)
    assert checked(root).problems == ()


def test_missing_script_is_a_problem(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    (root / "snippets/basics/sum-of-two/in_beta.py").unlink()
    rules = {problem.rule for problem in checked(root).errors}
    assert rules == {"pair-halves", "check-target"}


def test_broken_and_foreign_scripts_are_problems(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    folder = root / "snippets/basics/sum-of-two"
    (folder / "in_gamma.py").write_text("total = (", encoding="utf-8")
    assert {problem.rule for problem in checked(root).errors} == {"pair-scripts"}
    assert len(checked(root).errors) == 2


def test_unused_topic_is_a_problem(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    topics = root / "data/topics.yml"
    topics.write_text(topics.read_text(encoding="utf-8") + "- id: rest\n  title: Rest\n  about: Nothing.\n")
    assert [problem.rule for problem in checked(root).errors] == ["topic-unused"]


def test_a_link_is_not_followed_out_of_the_tree(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    outside = tmp_path / "outside.yml"
    outside.write_text("claims: []\n", encoding="utf-8")
    (root / "data/claims/linked.yml").symlink_to(outside)
    assert [problem.rule for problem in checked(root).errors] == ["file-read"]


def test_an_environment_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    for name in ("../../outside.txt", "/etc/passwd", "..\\\\outside.txt"):
        path = root / "data/environments.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("requirements: here.txt", f'requirements: "{name}"'), encoding="utf-8")
        assert "environment-pinned" in {problem.rule for problem in checked(root).errors}, name
        path.write_text(text, encoding="utf-8")


def test_reports_carry_every_problem(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    _place(next(case for case in CASES if case.stem == "check-target--no-such-variable"), root)
    problems = checked(root).errors
    assert len(problems_json(problems)["problems"]) == len(problems) == 2
    assert problems_github(problems).count("::error file=snippets/basics/sum-of-two/pair.yml,line=18,col=3") == 2
    assert problems_sarif(problems, {}, "1").count('"ruleId": "check-target"') == 2
