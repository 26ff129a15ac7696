"""A head start: which edits begin one, who gets the parent, and that none outlives its use."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from crosscheck import sandbox
from crosscheck.cached import cache_folder
from crosscheck.headstart import FEW, HeadStart, Setting, begin, note, to_import
from crosscheck.ledger import Ledger
from crosscheck.model.vocabulary import Device, Level, Start
from crosscheck.verify import How, Memory, setting_of, verify
from support import checked, clock, copy_minisite, edit, place

ALPHA, BETA = "snippets/basics/sum-of-two/in_alpha.py", "snippets/basics/sum-of-two/in_beta.py"
MODULES = {"alpha": ("json", "csv"), "beta": ("json", "csv")}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path / "cache"))
    return copy_minisite(tmp_path)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def noted(root: Path) -> Setting:
    setting = setting_of(place(root))
    note(root, setting, "here", MODULES, {ALPHA: "alpha", BETA: "beta"})
    return setting


def start(root: Path, stack: ExitStack, level: Level = Level.OFF, *selection: str) -> HeadStart:
    return begin(root, None, Device.CPU, level, selection, stack)


def test_an_edit_begins_one_for_its_framework_alone(root: Path, stack: ExitStack) -> None:
    noted(root)
    assert start(root, stack).parents == {}
    edit(root, BETA, "import", "\nimport")
    assert {name: parent.modules for name, parent in start(root, stack).parents.items()} == {"beta": ("json",)}


@pytest.mark.parametrize(
    ("selection", "begun"),
    [
        (["sum-of-two"], True),
        (["basics"], True),
        (["snippets/basics/"], True),
        (["snippets/bas"], False),
        (["other"], False),
    ],
)
def test_what_is_not_selected_begins_none(root: Path, stack: ExitStack, selection: list[str], begun: bool) -> None:
    noted(root)
    edit(root, ALPHA, "import", "\nimport")
    assert bool(start(root, stack, Level.OFF, *selection).parents) is begun


def test_another_level_environment_or_a_spoiled_note_begins_none(root: Path, stack: ExitStack) -> None:
    noted(root)
    edit(root, ALPHA, "import", "\nimport")
    assert start(root, stack, Level.LIMITS).parents == {}
    assert begin(root, "elsewhere", Device.CPU, Level.OFF, (), stack).parents == {}
    (file,) = (cache_folder() / "headstarts").iterdir()
    for text in (
        "",
        "[]",
        '{"places": 1}',
        '{"default": "here", "places": {"here": 1}}',
        '{"default": "here", "places": {"here": {}}}',
    ):
        file.write_text(text, encoding="utf-8")
        assert start(root, stack).parents == {}
    assert noted(root)


def test_a_missing_interpreter_is_no_matter(root: Path, stack: ExitStack) -> None:
    setting = noted(root)
    note(root, Setting("here", Path("/nowhere"), setting.device, setting.level), "here", MODULES, {ALPHA: "alpha"})
    edit(root, ALPHA, "import", "\nimport")
    assert start(root, stack).parents == {}


def test_noting_some_scripts_keeps_what_is_known_of_others(root: Path, stack: ExitStack) -> None:
    setting = noted(root)
    edit(root, ALPHA, "import", "\nimport")
    edit(root, BETA, "import", "\nimport")
    note(root, setting, "here", MODULES, {ALPHA: "alpha"})
    assert set(start(root, stack).parents) == {"beta"}
    (root / BETA).unlink()
    note(root, setting, "here", MODULES, {ALPHA: "alpha"})
    assert start(root, stack).parents == {}


def test_few_scripts_import_the_framework_alone_and_many_all_that_is_common() -> None:
    assert to_import(MODULES, {"alpha": FEW, "beta": FEW + 1}) == {"alpha": ("json",), "beta": ("json", "csv")}
    assert to_import(MODULES, {"alpha": 0}) == {}


def test_what_was_never_verified_here_begins_one_for_each_framework(root: Path, stack: ExitStack) -> None:
    setting, counts = setting_of(place(root)), {"alpha": 1, "beta": FEW + 1}
    ahead = start(root, stack)
    ahead.begin_unnoted(root, setting, MODULES, counts)
    assert {name: parent.modules for name, parent in ahead.parents.items()} == {
        "alpha": ("json",),
        "beta": ("json", "csv"),
    }
    assert set(ahead.take(setting, to_import(MODULES, counts))) == {"alpha", "beta"}
    noted(root)
    again = start(root, stack)
    again.begin_unnoted(root, setting, MODULES, counts)
    assert again.parents == {}


def test_where_no_head_start_is_wanted_none_is_begun(root: Path) -> None:
    ahead = HeadStart()
    ahead.begin_unnoted(root, setting_of(place(root)), MODULES, {"alpha": 1})
    assert ahead.parents == {}


def test_what_nobody_takes_is_ended_at_once_in_the_middle_of_its_import(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hangs.py").write_text("import time\nprint('here', flush=True)\ntime.sleep(600)\n", encoding="utf-8")
    variables = sandbox._variables
    monkeypatch.setattr(
        "crosscheck.sandbox._variables", lambda *given: variables(*given) | {"PYTHONPATH": str(tmp_path)}
    )
    note(root, setting_of(place(root)), "here", {"alpha": ("hangs",)}, {ALPHA: "alpha"})
    edit(root, ALPHA, "import", "\nimport")
    began = time.monotonic()
    with ExitStack() as stack:
        (parent,) = start(root, stack).parents.values()
        while "here" not in (parent.room.folder / "log").read_text(encoding="utf-8"):
            assert time.monotonic() - began < 20
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert parent.process.returncode is not None
    assert not os.path.exists(parent.room.folder)


def test_a_parent_that_imports_something_else_is_ended_and_not_taken(root: Path, stack: ExitStack) -> None:
    setting = noted(root)
    edit(root, ALPHA, "import", "\nimport")
    edit(root, BETA, "import", "\nimport")
    ahead = start(root, stack)
    parents = dict(ahead.parents)
    taken = ahead.take(setting, {"alpha": ("json", "csv"), "beta": ("json",)})
    assert set(taken) == {"beta"}
    assert parents["alpha"].process.poll() is not None
    assert parents["beta"].process.poll() is None
    assert ahead.parents == {}


def test_a_script_with_a_head_start_is_preloaded_and_the_other_one_fresh(root: Path, stack: ExitStack) -> None:
    where = place(root)
    note(root, setting_of(where), "here", where.preload, {ALPHA: "alpha", BETA: "beta"})
    edit(root, BETA, "import", "\nimport")
    memory = Memory(Ledger({}), ahead=start(root, stack))
    pairs = checked(root).knowledge.pairs
    (proven,) = verify(root, pairs, where, How(2, confirm=False), memory, clock)
    starts = {name: snippet.start for name, snippet in proven.run.snippets.items()}
    assert proven.run.passed
    assert starts == {"alpha": Start.FRESH, "beta": Start.PRELOADED}
