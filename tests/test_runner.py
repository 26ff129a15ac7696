"""Bad scripts, each with the outcome it must get, and nothing of it left behind."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest
from crosscheck.errors import MachineError
from crosscheck.model.vocabulary import Device, Level, Outcome
from crosscheck.runner import OUTPUT_CAP, Ended, run_script
from crosscheck.sandbox import box, require, strict_is_to_be_had

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


LEVELS = [
    Level.OFF,
    Level.LIMITS,
    pytest.param(
        Level.STRICT,
        marks=pytest.mark.skipif(
            not strict_is_to_be_had(), reason="no bubblewrap with user namespaces on this machine"
        ),
    ),
]


def run(name: str, tmp_path: Path, timeout: float = 20, level: Level = Level.OFF, port: int = 0) -> Ended:
    source = tmp_path / "pair"
    source.mkdir(parents=True)
    text = (ZOO / f"{name}.py").read_text(encoding="utf-8").replace("PORT", str(port))
    (source / "in_zoo.py").write_text(text, encoding="utf-8")
    interpreter = Path(sys.executable)
    with box(source, interpreter, Device.CPU, level, int(timeout)) as made:
        return run_script(interpreter, made, "in_zoo.py", ["x"], timeout)


def left(ended: Ended) -> object:
    assert ended.record is not None, ended
    return ended.record["values"]["x"]["value"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", EXPECTED)
def test_outcome(name: str, level: Level, tmp_path: Path) -> None:
    ended = run(name, tmp_path, 1.5 if EXPECTED[name] is Outcome.TIMEOUT else 20, level)
    assert ended.outcome is EXPECTED[name], ended


@pytest.mark.parametrize("level", LEVELS[1:])
def test_limits_on_files(level: Level, tmp_path: Path) -> None:
    assert left(run("fills_the_disk", tmp_path / "a", level=level)) == "EFBIG"
    assert left(run("opens_many_files", tmp_path / "b", level=level)) == "EMFILE"


def test_no_limits_at_level_off(tmp_path: Path) -> None:
    assert left(run("fills_the_disk", tmp_path)) == "two gigabytes"


@pytest.mark.parametrize("level", LEVELS[2:])
def test_strict_cannot_write_outside(level: Level, tmp_path: Path) -> None:
    assert left(run("writes_outside", tmp_path, level=level)) == "OSError"
    assert not Path("/usr/crosscheck-zoo").exists()
    assert not Path("/var/tmp/crosscheck-zoo").exists()


@pytest.mark.parametrize("level", LEVELS[2:])
def test_strict_has_no_network(level: Level, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert left(run("reaches_out", tmp_path / "open", port=port)) == "connected"
        assert left(run("reaches_out", tmp_path / "shut", level=level, port=port)) == "ConnectionRefusedError"


@pytest.mark.parametrize("level", LEVELS[2:])
def test_strict_sees_no_home(level: Level, tmp_path: Path) -> None:
    inside = int(str(left(run("looks_at_home", tmp_path, level=level))))
    assert inside <= 1  # the way to the interpreter, where that stands in a home folder


@pytest.mark.parametrize("level", LEVELS)
def test_a_daemon_that_leaves_its_group_is_found_and_ended(level: Level, tmp_path: Path) -> None:
    before = set(os.listdir("/proc"))
    ended = run("leaves_a_daemon", tmp_path, level=level)
    assert ended.outcome is (
        Outcome.PASS if level is Level.STRICT else Outcome.LEAKED
    )  # strict ends it with its namespace
    time.sleep(0.3)
    commands = {n: _command(n) for n in set(os.listdir("/proc")) - before if n.isdigit()}
    assert not [n for n, command in commands.items() if "snippet.py" in command]


def _command(number: str) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def test_strict_is_refused_where_it_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscheck.sandbox.strict_is_to_be_had", lambda: False)
    with pytest.raises(MachineError, match="bubblewrap"):
        require(Level.STRICT, Device.CPU)
    require(Level.LIMITS, Device.CPU)


def test_the_table_names_every_file_of_the_zoo() -> None:
    others = {"writes_outside", "reaches_out", "looks_at_home", "leaves_a_daemon", "fills_the_disk", "opens_many_files"}
    assert {path.stem for path in ZOO.glob("*.py")} == set(EXPECTED) | others


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
    assert len(run("floods_output", tmp_path).output) <= OUTPUT_CAP


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
