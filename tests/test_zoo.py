"""Bad scripts at every level of the sandbox, started both ways: the outcome that each must get, and nothing of it left."""

from __future__ import annotations

import os
import resource
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from crosscheck import cgroups
from crosscheck.errors import MachineError
from crosscheck.lanes import Lanes
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.outcomes import why_it_raised
from crosscheck.runner import OUTPUT_CAP, Ended, Task, run_script
from crosscheck.sandbox import WORKER, require, strict_is_to_be_had

HERE = Path(__file__).parent
ZOO = HERE / "zoo"
ROWS = yaml.safe_load((HERE / "faults.yml").read_text(encoding="utf-8"))
NO_STRICT = "level strict is not to be had on this machine: it needs bubblewrap and user namespaces"


@dataclass(frozen=True)
class Case:
    script: str
    level: Level
    start: Start
    outcomes: frozenset[Outcome]

    def __str__(self) -> str:
        return f"{self.script}-{self.level}-{self.start}"


def _cases() -> Iterator[Case]:
    seen = set()
    for row in ROWS:
        for name in row.get("levels", [level.value for level in Level]) if "zoo" in row else ():
            for start in Start:
                if (row["zoo"], name, start) in seen:
                    continue
                seen.add((row["zoo"], name, start))
                wanted = row["outcome"]
                outcomes = frozenset(map(Outcome, [wanted] if isinstance(wanted, str) else wanted))
                yield Case(row["zoo"], Level(name), start, outcomes)


CASES = list(_cases())


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that are soon reached."""
    monkeypatch.setattr("crosscheck.cgroups.MEMORY_BYTES", 512 << 20)
    monkeypatch.setattr("crosscheck.cgroups.TASKS", 128)
    monkeypatch.setattr("crosscheck.sandbox.MAX_FILES", 2000)


@pytest.fixture(scope="module", params=list(Level), ids=str)
def level(request: pytest.FixtureRequest) -> Level:
    if request.param is Level.STRICT and not strict_is_to_be_had():
        pytest.skip(NO_STRICT)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def lanes(level: Level) -> Iterator[Lanes]:
    with Lanes(Path(sys.executable), Device.CPU, level, {"zoo": ("json", "socket", "threading")}) as made:
        yield made


def run(
    lanes: Lanes, script: str, start: Start = Start.FRESH, port: int = 0, wait: float = 20, silence: float = 60
) -> Ended:
    text = (ZOO / f"{script}.py").read_text(encoding="utf-8").replace("PORT", str(port))
    with lanes.lend("zoo", start is Start.FRESH) as lane, lane.room.box({"in_zoo.py": text.encode()}, int(wait)) as box:
        ended = run_script(lane, box, Task("in_zoo.py", ("x",), wait, silence))
        assert ended.start is start
    return ended


def final(ended: Ended, level: Level) -> Outcome:
    """The outcome as a run records it, when no check expects an exception."""
    if ended.record is None or ended.record["error"] is None:
        return ended.outcome
    return why_it_raised(ended.record["error"], level)[0]


def left(ended: Ended) -> object:
    assert ended.record is not None, ended
    value = ended.record["values"]["x"]
    return [item["value"] for item in value["items"]] if value["kind"] == "list" else value["value"]


def _processes() -> set[str]:
    """Every process of ours that could be a script's: by what it was started as, since a fork keeps that."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = path.joinpath("stat").read_text().rpartition(")")[2].split()
            command = path.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        ours = f"{Path(sys.executable)} " in command and ("lane.py" in command or "parent.py" in command)
        if ours and parent[0] != "Z" and parent[1] == "1":
            found.add(f"{path.name}: {command}")
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_outcome(case: Case, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if case.level is Level.STRICT and not strict_is_to_be_had():
        pytest.skip(NO_STRICT)
    needs_group = {"fork_bomb", "fork_bomb_that_tells", "thread_bomb"}
    if case.script in needs_group and not cgroups.writable() and os.getuid() == 0:
        pytest.skip("for root, only a control group limits the number of processes, and none can be written here")
    wait = 1.5 if Outcome.TIMEOUT in case.outcomes else 30
    silence = 1.0 if case.outcomes == {Outcome.SILENT} else 60
    with Lanes(Path(sys.executable), Device.CPU, case.level, {"zoo": ("json",)}) as made:
        ended = run(made, case.script, case.start, wait=wait, silence=silence)
        assert final(ended, case.level) in case.outcomes, ended
        assert run(made, "fine", case.start).outcome is Outcome.PASS, "the next script suffers from this one"
    for _ in range(40):
        if not _processes():
            return
        time.sleep(0.05)
    pytest.fail(f"still there: {_processes()}")


def test_every_fault_has_a_row_and_every_row_its_test() -> None:
    assert {row["fault"] for row in ROWS} == set(range(1, 101))
    for row in ROWS:
        assert ("zoo" in row) != ("test" in row), row
        assert "zoo" not in row or (ZOO / f"{row['zoo']}.py").is_file(), row
        assert "levels" not in row or row["why"], row
        file, _, name = row.get("test", "").partition("::")
        assert not file or f"def {name}(" in (HERE / file).read_text(encoding="utf-8"), row


def test_every_script_of_the_zoo_is_in_the_table_or_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    rows = {row["zoo"] for row in ROWS if "zoo" in row}
    assert not {path.stem for path in ZOO.glob("*.py") if path.stem not in rows and f'"{path.stem}"' not in tests}


def test_endless_output_is_not_held_in_memory(lanes: Lanes) -> None:
    run(lanes, "floods_output")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(run(lanes, "floods_output").output) <= OUTPUT_CAP
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kilobytes


def test_bytes_that_are_no_text_are_shown_as_replacements(lanes: Lanes) -> None:
    output = run(lanes, "bad_bytes").output
    assert "\x1b" not in output
    assert "�" in output


def test_no_core_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    text = b"import resource\nx = resource.getrlimit(resource.RLIMIT_CORE)[1]\n"
    with (
        Lanes(Path(sys.executable), Device.CPU, Level.LIMITS, {}) as lanes,
        lanes.lend("zoo") as lane,
        lane.room.box({"in_zoo.py": text}, 20) as box,
    ):
        assert left(run_script(lane, box, Task("in_zoo.py", ("x",), 20))) == "0"
    assert list(tmp_path.iterdir()) == []


def test_limits_on_files(lanes: Lanes, level: Level) -> None:
    if level is Level.OFF:
        assert left(run(lanes, "fills_the_disk")) == "two gigabytes"
        return
    assert left(run(lanes, "fills_the_disk")) == "EFBIG"
    assert left(run(lanes, "opens_many_files")) == "EMFILE"


def test_no_secret_is_in_sight(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    assert left(run(lanes, "reads_secrets")) == []


def test_a_warning_is_kept(lanes: Lanes) -> None:
    ended = run(lanes, "warns_only")
    assert ended.record is not None
    assert ended.record["warnings"] == [{"category": "DeprecationWarning", "message": "this will go away"}]


@pytest.fixture(params=list(Start), ids=str)
def strictly(request: pytest.FixtureRequest) -> Iterator[tuple[Lanes, Start]]:
    if not strict_is_to_be_had():
        pytest.skip(NO_STRICT)
    with Lanes(Path(sys.executable), Device.CPU, Level.STRICT, {"zoo": ("json", "socket")}) as made:
        yield made, request.param


def test_strict_cannot_write_outside(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    assert left(run(lanes, "writes_outside", start)) == "OSError"
    assert not Path("/usr/crosscheck-zoo").exists()
    assert not Path("/var/tmp/crosscheck-zoo").exists()


def test_strict_has_no_network(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Lanes(Path(sys.executable), Device.CPU, Level.OFF, {}) as open_ones,
    ):
        port = server.getsockname()[1]
        assert left(run(open_ones, "reaches_out", port=port)) == "connected"
        assert left(run(lanes, "reaches_out", start, port)) == "ConnectionRefusedError"


def test_strict_sees_no_home(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    needed = (lanes.interpreter.parent.parent, lanes.interpreter.resolve().parent.parent, WORKER)
    ways = {str(way) for place in needed for way in (place, *place.parents)} | {str(file) for file in WORKER.rglob("*")}
    found = left(run(lanes, "looks_at_home", start))
    assert isinstance(found, list)
    assert set(found) <= ways


def test_strict_sees_only_its_own_processes(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    assert left(run(lanes, "looks_around", start)) == ["1", "2"]


def test_strict_cannot_take_down_its_walls(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    assert left(run(lanes, "unmounts", start)) in (
        ["-1", "-1", "-1"],
        ["-1", "-1", "0"],
    )  # a namespace of its own is harmless


def test_strict_always_has_a_user_namespace(strictly: tuple[Lanes, Start]) -> None:
    lanes, start = strictly
    text = b"import os\nx = [os.readlink('/proc/self/ns/user'), open('/proc/self/status').read().split('CapEff:')[1].split()[0]]\n"
    with lanes.lend("zoo", start is Start.FRESH) as lane, lane.room.box({"in_zoo.py": text}, 20) as box:
        space, capabilities = left(run_script(lane, box, Task("in_zoo.py", ("x",), 20)))  # type: ignore[misc]
    assert space != os.readlink("/proc/self/ns/user")
    assert int(capabilities, 16) == 0


def test_strict_is_refused_where_it_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscheck.sandbox.strict_is_to_be_had", lambda: False)
    with pytest.raises(MachineError, match="bubblewrap"):
        require(Level.STRICT, Device.CPU)
    require(Level.LIMITS, Device.CPU)
