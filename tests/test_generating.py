"""What makes writing pages cheap changes nothing: notebooks stay valid, colours stay the same, the sandbox stays shut."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from crosscheck.build import DOCS, KEPT, build
from crosscheck.render.engine import environment, keeping, python_html
from jinja2.exceptions import SecurityError
from support import TODAY, copy_minisite, prove

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
