"""What makes writing pages cheap changes nothing: notebooks stay valid, colours stay the same, the sandbox stays shut."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from crosscheck.build import DOCS, KEPT, build
from crosscheck.ledger import checks_hash, record_run
from crosscheck.model.vocabulary import Device
from crosscheck.render.engine import environment, keeping, python_html
from jinja2.exceptions import SecurityError
from support import TODAY, checked, copy_minisite, edit, prove

SCRIPT = 'text = "<script>"  # <b>\n\nprint(text)\n'


def test_written_notebooks_are_valid_and_in_the_librarys_own_form(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    prove(root)
    build(root, TODAY)
    notebooks = sorted((root / DOCS).rglob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        text = path.read_text(encoding="utf-8")
        made = nbformat.reads(text, as_version=4)
        nbformat.validate(made)
        assert nbformat.writes(made, version=4) + "\n" == text
        assert any(cell.get("outputs") for cell in made.cells)


def test_kept_colours_are_those_of_the_first_time(tmp_path: Path) -> None:
    plain = python_html(SCRIPT)
    assert "&lt;script&gt;" in plain and "<script" not in plain
    with keeping(tmp_path):
        assert python_html(SCRIPT) == plain
        assert len(list(tmp_path.iterdir())) == 1
        assert python_html(SCRIPT) == plain
        assert python_html(SCRIPT + "\n") is not None
    assert len(list(tmp_path.iterdir())) == 2


def test_a_build_keeps_its_colours_beside_the_pages(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    build(root, TODAY)
    assert list((root / KEPT).glob("*.html"))


@pytest.mark.parametrize("reach", ["x.__class__", "x.append(1)", "x.sort.__func__", "f.__globals__", "f.__code__"])
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_the_sandbox_refuses_it_refuses_every_time(reach: str, time: str) -> None:
    template = environment().from_string("{{ " + reach + " }}")
    if time == "second":
        environment().from_string("{{ x.count(1) }}").render(x=[1], f=copy_minisite)
    with pytest.raises(SecurityError):
        template.render(x=[1], f=copy_minisite)


def test_a_check_that_is_newer_than_its_run_is_shown_as_not_run(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    prove(root)
    more = "- id: alpha-type\n"
    new = "- id: is-small\n  states: The sum is small.\n  kind: between\n  of: total\n  low: 0\n  high: 9\n"
    edit(root, "snippets/basics/sum-of-two/pair.yml", more, new + more)
    build(root, TODAY)
    page = (root / DOCS / "pairs/sum-of-two/index.md").read_text(encoding="utf-8")
    (line,) = (line for line in page.splitlines() if 'id="check-is-small"' in line)
    assert "Not run yet." in line


def test_a_run_on_a_card_stands_beside_the_other(tmp_path: Path) -> None:
    root = copy_minisite(tmp_path)
    (proven,) = prove(root)
    card = "- id: card\n  title: On a card\n  about: It has a card.\n  requirements: here.txt\n  python: '>=3.11'\n"
    path = root / "data/environments.yml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}{card}  device: cuda\n  frameworks: [alpha]\n", encoding="utf-8"
    )
    edit(root, "snippets/basics/sum-of-two/pair.yml", "devices: [cpu]", "devices: [cpu, cuda]")
    half = checked(root).knowledge.pairs[0].within(["alpha"])
    there = proven.run.model_copy(
        update={
            "environment": "card",
            "device": Device.CUDA,
            "machine": proven.run.machine.model_copy(update={"gpu": "A card, 1.2"}),
            "snippets": {"alpha": proven.run.snippets["alpha"]},
            "checks": tuple(c for c in proven.run.checks if c.id in {check.id for check in half.checks}),
            "checks_sha256": checks_hash(half),
        }
    )
    record_run(root, there)
    build(root, TODAY)
    page = (root / DOCS / "pairs/sum-of-two/index.md").read_text(encoding="utf-8")
    own = page.partition('<h2 id="on-a-card">')[2].partition("<h2")[0]
    assert "on A card, driver 1.2" in own
    assert "Beta on a card is not measured here." in own
    assert "The sum is five." in own and "The sums agree." not in own
    assert "not of today" not in own
    runs = (root / DOCS / "runs/index.md").read_text(encoding="utf-8")
    assert "No run on a GPU" not in runs
    assert "pairs/sum-of-two/#on-a-card" in runs
