"""Bad scripts, each with the outcome it must get, and nothing of it left behind."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from crosscheck.model.vocabulary import Device, Outcome
from crosscheck.runner import OUTPUT_CAP, Ended, run_script
from crosscheck.sandbox import box

ZOO = Path(__file__).parent / "zoo"
EXPECTED = {
    "fine": Outcome.PASS,
    "endless": Outcome.TIMEOUT,
    "sleeps": Outcome.TIMEOUT,
    "ignores_signals": Outcome.TIMEOUT,
    "segfault": Outcome.CRASH,
    "aborts": Outcome.CRASH,
    "leaves_early": Outcome.ERROR,
    "forges_record": Outcome.ERROR,
    "floods_output": Outcome.OUTPUT_LIMIT,
    "floods_stderr": Outcome.OUTPUT_LIMIT,
    "bad_bytes": Outcome.PASS,
    "raises": Outcome.PASS,
    "exits_zero": Outcome.PASS,
    "leaves_a_child": Outcome.PASS,
}


def run(name: str, tmp_path: Path, timeout: float = 3.0) -> Ended:
    source = tmp_path / "pair"
    source.mkdir()
    (source / "in_zoo.py").write_bytes((ZOO / f"{name}.py").read_bytes())
    interpreter = Path(sys.executable)
    with box(source, interpreter, Device.CPU) as made:
        return run_script(interpreter, made, "in_zoo.py", ["x"], timeout)


@pytest.mark.parametrize("name", EXPECTED)
def test_outcome(name: str, tmp_path: Path) -> None:
    ended = run(name, tmp_path, timeout=1.5 if EXPECTED[name] is Outcome.TIMEOUT else 20)
    assert ended.outcome is EXPECTED[name], ended


def test_the_table_names_every_file_of_the_zoo() -> None:
    assert {path.stem for path in ZOO.glob("*.py")} == set(EXPECTED)


def test_variables_come_back(tmp_path: Path) -> None:
    ended = run("fine", tmp_path)
    assert ended.record is not None
    assert ended.record["values"]["x"] == {"kind": "number", "value": "3"}
    assert ended.output == "three\n"


def test_an_exception_keeps_what_was_set_before_it(tmp_path: Path) -> None:
    ended = run("raises", tmp_path)
    assert ended.record is not None
    assert ended.record["error"] == {"name": "ValueError", "message": "no"}
    assert ended.record["values"]["x"]["value"] == "3"


def test_leaving_by_exit_is_told_as_such(tmp_path: Path) -> None:
    ended = run("exits_zero", tmp_path)
    assert ended.record is not None
    assert ended.record["error"]["name"] == "SystemExit"


def test_output_shows_no_place_of_this_machine(tmp_path: Path) -> None:
    ended = run("raises", tmp_path)
    assert "<folder>/in_zoo.py" in ended.output
    assert os.path.dirname(sys.executable) not in ended.output


def test_output_is_capped(tmp_path: Path) -> None:
    assert len(run("floods_output", tmp_path, 20).output) <= OUTPUT_CAP


def test_bytes_that_are_no_text_are_shown_as_replacements(tmp_path: Path) -> None:
    output = run("bad_bytes", tmp_path).output
    assert "\x1b" not in output
    assert "�" in output


def test_a_child_that_stays_is_ended(tmp_path: Path) -> None:
    ended = run("leaves_a_child", tmp_path)
    assert ended.record is not None
    child = int(ended.record["values"]["x"]["value"])
    for _ in range(40):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    pytest.fail(f"process {child} is still there")


def test_the_environment_is_a_short_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    source = tmp_path / "pair"
    source.mkdir()
    (source / "in_zoo.py").write_text("import os\nx = os.environ.get('SECRET_TOKEN', 'unseen')\n", encoding="utf-8")
    with box(source, Path(sys.executable), Device.CPU) as made:
        ended = run_script(Path(sys.executable), made, "in_zoo.py", ["x"], 20)
    assert ended.record is not None
    assert ended.record["values"]["x"]["value"] == "unseen"


def test_the_private_folder_is_gone_afterwards(tmp_path: Path) -> None:
    source = tmp_path / "pair"
    source.mkdir()
    with box(source, Path(sys.executable), Device.CPU) as made:
        folder = made.folder
        assert folder.is_dir()
    assert not folder.exists()
