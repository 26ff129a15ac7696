"""Parents and lanes: what a preloaded process may and may not be, and what happens when one is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crosscheck.errors import MachineError
from crosscheck.jobs import Job, execute
from crosscheck.lane import LaneLost
from crosscheck.lanes import DEATHS, Lanes
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.parent import Parent
from crosscheck.runner import Ended, Task, run_script
from crosscheck.sandbox import WORKER, strict_is_to_be_had
from support import checked, copy_minisite

ZOO = Path(__file__).parent / "zoo"
LEVELS = [
    Level.OFF,
    Level.LIMITS,
    pytest.param(Level.STRICT, marks=pytest.mark.skipif(not strict_is_to_be_had(), reason="no level strict here")),
]


def lanes_at(level: Level, modules: tuple[str, ...] = ("json",)) -> Lanes:
    return Lanes(Path(sys.executable), Device.CPU, level, {"zoo": modules})


@pytest.fixture(params=LEVELS, ids=str)
def lanes(request: pytest.FixtureRequest) -> Iterator[Lanes]:
    with lanes_at(request.param) as made:
        yield made


def run(lanes: Lanes, text: str, wait: float = 20, encoding: str = "utf-8") -> Ended:
    with lanes.lend("zoo") as lane, lane.room.box({"in_zoo.py": text.encode(encoding)}, int(wait)) as box:
        return run_script(lane, box, Task("in_zoo.py", ("x",), wait))


def zoo(name: str) -> str:
    return (ZOO / f"{name}.py").read_text(encoding="utf-8")


def value(ended: Ended) -> object:
    assert ended.record is not None, ended
    found = ended.record["values"]["x"]
    return [item["value"] for item in found["items"]] if found["kind"] == "list" else found["value"]


def test_a_script_of_a_preloaded_framework_finds_it_imported(lanes: Lanes) -> None:
    ended = run(lanes, "import sys\nx = 'json' in sys.modules\n")
    assert (value(ended), ended.start) == (True, Start.PRELOADED)


def test_a_script_sees_nothing_of_the_program_that_started_it(lanes: Lanes) -> None:
    text = "import sys\nx = [m for m in ('lane', 'parent', 'snippet', 'guard', 'encode', 'walls') if m in sys.modules] + sys.argv\n"
    found = value(run(lanes, text))
    assert isinstance(found, list)
    assert [Path(str(word)).name for word in found] == ["in_zoo.py"]


def test_a_script_is_to_itself_what_it_is_to_its_reader(lanes: Lanes, tmp_path: Path) -> None:
    text = '''# -*- coding: latin-1 -*-
"""About it: é."""
import __main__, inspect, os, pickle, warnings
def f(a: int) -> "str": return a
class C: pass
x = [f.__annotations__, __doc__, __name__, os.path.basename(__file__), __spec__, __package__]
x += [pickle.loads(pickle.dumps(C())).__class__ is C, __main__.f is f, inspect.getsource(f), os.getcwd() == os.path.dirname(__file__)]
x = [repr(one) for one in x]
'''
    found = value(run(lanes, text, encoding="latin-1"))
    (tmp_path / "in_zoo.py").write_text(text + "print(*x, sep='\\n')\n", encoding="latin-1")
    words = [sys.executable, str(tmp_path / "in_zoo.py")]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found == done.stdout.splitlines()


@pytest.mark.skipif(not strict_is_to_be_had(), reason="no level strict here")
def test_an_interpreter_below_tmp_is_seen_at_level_strict_and_cannot_be_changed() -> None:
    text = """import os, subprocess, sys
done = subprocess.run([sys.executable, "-c", "import late; print(late.WORD)"], capture_output=True, text=True)
import late
beside = sorted(os.listdir(os.path.dirname(sys.prefix)))
try:
    open(os.path.join(sys.prefix, "written"), "w")
    error = "none"
except OSError as refused:
    error = type(refused).__name__
x = [done.stdout.strip(), late.WORD, *beside, error]
"""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name) / "environment"
        (Path(name) / "beside").mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        (site,) = folder.glob("lib/python*/site-packages")
        (site / "late.py").write_text("WORD = 'there'\n", encoding="utf-8")
        with Lanes(folder / "bin" / "python", Device.CPU, Level.STRICT, {"zoo": ("json",)}) as lanes:
            ended = run(lanes, text)
    assert value(ended) == ["there", "there", "environment", "OSError"]


def test_nothing_of_a_script_reaches_the_next(lanes: Lanes) -> None:
    assert run(lanes, zoo("sets_everything")).outcome is Outcome.PASS
    assert value(run(lanes, zoo("sees_nothing_of_it"))) == [False, False, False, "18", "UTC", False]


def test_a_crash_leaves_the_parent_alive(lanes: Lanes) -> None:
    assert run(lanes, zoo("segfault")).outcome is Outcome.CRASH
    parent = lanes.parents["zoo"]
    assert isinstance(parent, Parent)
    again = run(lanes, zoo("fine"))
    assert (again.outcome, again.start) == (Outcome.PASS, Start.PRELOADED)
    assert parent is lanes.parents["zoo"]
    assert parent.process.poll() is None


@pytest.mark.parametrize(
    ("module", "why"),
    [
        ("runs_a_thread", "2 threads"),
        ("opens_a_card", "card"),
    ],
)
def test_a_parent_that_did_more_than_import_does_not_fork(
    module: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {
        "runs_a_thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        "opens_a_card": "import os\nreal = os.readlink\nos.readlink = lambda path: '/dev/nvidia0' if '/fd/' in path else real(path)\n",
    }
    (tmp_path / f"{module}.py").write_text(bodies[module], encoding="utf-8")
    monkeypatch.setattr("crosscheck.sandbox._variables", _with_path(tmp_path))
    with lanes_at(Level.OFF, (module,)) as lanes:
        ended = run(lanes, zoo("fine"))
        assert (ended.outcome, ended.start) == (Outcome.PASS, Start.FRESH)
        assert why in lanes.refusals()["zoo"]


def _with_path(folder: Path):  # type: ignore[no-untyped-def]
    from crosscheck.sandbox import _variables as real

    return lambda home, interpreter, device: real(home, interpreter, device) | {"PYTHONPATH": str(folder)}


def test_an_import_that_fails_is_told_once() -> None:
    with lanes_at(Level.OFF, ("no_such_framework",)) as lanes:
        for _ in range(2):
            with pytest.raises(MachineError, match="No module named 'no_such_framework'"):
                run(lanes, zoo("fine"))
        assert len(lanes.parents) == 1


def test_what_scripts_commonly_import_need_not_be_installed() -> None:
    with lanes_at(Level.OFF, ("json", "no_such_module", "json.no_such_part", "csv")) as lanes:
        ended = run(lanes, "import sys\nx = 'csv' in sys.modules\n")
    assert (value(ended), ended.start) == (True, Start.PRELOADED)


def test_an_installed_module_that_misses_another_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "misses.py").write_text("import no_such_module\n", encoding="utf-8")
    monkeypatch.setattr("crosscheck.sandbox._variables", _with_path(tmp_path))
    with (
        lanes_at(Level.OFF, ("json", "misses")) as lanes,
        pytest.raises(MachineError, match="No module named 'no_such_module'"),
    ):
        run(lanes, zoo("fine"))


def test_an_import_that_crashes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "crashes.py").write_text("import os\nprint('so far')\nos.abort()\n", encoding="utf-8")
    monkeypatch.setattr("crosscheck.sandbox._variables", _with_path(tmp_path))
    with (
        lanes_at(Level.OFF, ("crashes",)) as lanes,
        pytest.raises(MachineError, match=r"(?s)status -6.*so far"),
    ):
        run(lanes, zoo("fine"))


def test_an_import_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hangs.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    monkeypatch.setattr("crosscheck.sandbox._variables", _with_path(tmp_path))
    monkeypatch.setattr("crosscheck.parent.IMPORT_SECONDS", 0.5)
    with lanes_at(Level.OFF, ("hangs",)) as lanes, pytest.raises(MachineError, match="no answer within"):
        run(lanes, zoo("fine"))


def test_a_parent_that_dies_is_started_again() -> None:
    with lanes_at(Level.LIMITS) as lanes:
        assert run(lanes, zoo("fine")).start is Start.PRELOADED
        first = lanes.parents["zoo"]
        assert isinstance(first, Parent)
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
        time.sleep(0.1)
        with pytest.raises(LaneLost):
            run(lanes, zoo("fine"))
        again = run(lanes, zoo("fine"))
        assert (again.outcome, again.start) == (Outcome.PASS, Start.PRELOADED)
        assert lanes.parents["zoo"] is not first


def test_after_too_many_deaths_scripts_start_fresh() -> None:
    with lanes_at(Level.LIMITS) as lanes:
        for _ in range(DEATHS):
            with pytest.raises(LaneLost):
                run(lanes, zoo("kills_its_parent"))
        assert run(lanes, zoo("fine")).start is Start.FRESH


def test_a_script_that_stops_its_parent_hangs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscheck.runner.DYING", 1.0)
    with lanes_at(Level.LIMITS) as lanes:
        with pytest.raises(LaneLost, match="does not answer"):
            run(lanes, zoo("stops_its_parent"), wait=1)
        assert run(lanes, zoo("fine")).outcome is Outcome.PASS


def test_a_script_that_kills_its_parent_is_tried_alone(tmp_path: Path) -> None:
    from threading import Event

    (pair,) = checked(copy_minisite(tmp_path)).knowledge.pairs
    with Lanes(Path(sys.executable), Device.CPU, Level.LIMITS, {"alpha": ("json",), "beta": ("json",)}) as lanes:
        bad = Job(pair, "alpha", {"in_alpha.py": zoo("kills_its_parent").encode()})
        good = Job(pair, "beta", {"in_beta.py": b"total = 5\n"})
        ended = execute(bad, lanes, False, Event())
        assert ended.outcome is Outcome.INFRA
        assert ended.start is Start.FRESH
        assert execute(good, lanes, False, Event()).outcome is Outcome.PASS


def test_variables_come_back(lanes: Lanes) -> None:
    ended = run(lanes, zoo("fine"))
    assert ended.record is not None
    assert ended.record["values"]["x"] == {"kind": "number", "value": "3"}
    assert ended.output == "three\n"


def test_an_exception_keeps_what_was_set_before_it(lanes: Lanes) -> None:
    ended = run(lanes, zoo("raises"))
    assert ended.record is not None
    assert (ended.record["error"]["name"], ended.record["error"]["message"]) == ("ValueError", "no")
    assert ended.record["values"]["x"]["value"] == "3"
    assert "<folder>/in_zoo.py" in ended.output
    assert os.path.dirname(sys.executable) not in ended.output


def test_the_private_folder_is_gone_afterwards(lanes: Lanes) -> None:
    with lanes.lend("zoo") as lane:
        with lane.room.box({"in_zoo.py": b"x = 3\n"}) as box:
            assert box.outside.is_dir()
        assert not box.outside.exists()
        folder = lane.room.folder
    lanes.stack.close()
    assert not folder.exists()


def test_a_hundred_scripts_leave_no_descriptor_and_no_process() -> None:
    with lanes_at(Level.LIMITS) as lanes:
        run(lanes, zoo("fine"))
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(100):
            assert run(lanes, zoo("fine")).outcome is Outcome.PASS
        assert len(os.listdir("/proc/self/fd")) == before


def test_a_layer_whose_type_is_a_word_is_said_not_to_be_comparable(lanes: Lanes) -> None:
    text = "class Layer:\n    dtype = 'float32'\n\nx = Layer()\n"
    with lanes.lend("zoo", True) as lane, lane.room.box({"in_zoo.py": text.encode()}, 20) as box:
        ended = run_script(lane, box, Task("in_zoo.py", ("x",), 20))
    assert ended.record is not None
    assert ended.record["unreadable"] == {"x": "Layer: not a tensor, array, number, text, list or mapping"}


def test_an_interpreter_that_does_not_start_says_why(tmp_path: Path) -> None:
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\necho a library is missing >&2\nexit 1\n", encoding="utf-8")
    interpreter.chmod(0o755)
    with (
        Lanes(interpreter, Device.CPU, Level.LIMITS, {}) as lanes,
        pytest.raises(LaneLost, match="it said: a library is missing"),
        lanes.lend("zoo") as lane,
        lane.room.box({"in_zoo.py": b""}, 20) as box,
    ):
        run_script(lane, box, Task("in_zoo.py", (), 20))


def test_exit_handlers_of_what_was_imported_are_not_run_in_each_script() -> None:
    text = """
import atexit, sys, weakref
sys.path.insert(0, {worker!r})
import parent
class Held: pass
with parent.noting_exit_handlers() as handlers:
    import logging
    atexit.register(print, "theirs")
    exec("import atexit\\ndef cleanup(): print('theirs too')\\natexit.register(cleanup)", {{"__name__": "logging"}})
    held = Held()
    weakref.finalize(held, print, "their finalizer")
    class Log(logging.Handler):
        def flush(self): print("the log of", self.name)
    theirs = Log()
    theirs.name = "what was imported"
parent.prepare(handlers)
ours = Log()
ours.name = "the script"
logging.shutdown = None  # what is registered is the function itself
atexit.register(print, "the script's")
print("of the standard library:", [handler.__module__ for handler in handlers if parent.is_standard(handler)])
"""
    words = [sys.executable, "-c", text.format(worker=str(WORKER))]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "of the standard library: ['logging', 'weakref']",
        "the script's",
        "the log of the script",
    ]


def test_scripts_of_one_parent_do_not_draw_the_same_numbers(lanes: Lanes) -> None:
    """A module seeds itself when it is imported, which here happens once for all; NumPy stands for PyTorch too."""
    with lanes_at(lanes.level, ("numpy.random",)) as made:
        drawn = [value(run(made, "import numpy, random\nx = [numpy.random.rand(), random.random()]\n")) for _ in "ab"]
    assert drawn[0][0] != drawn[1][0]  # type: ignore[index]
    assert drawn[0][1] != drawn[1][1]  # type: ignore[index]


def test_a_framework_is_imported_before_it_is_first_needed() -> None:
    with lanes_at(Level.OFF) as made:
        assert set(made.ahead) == {"zoo"}
        until = time.monotonic() + 20
        while made.importing("zoo"):
            assert time.monotonic() < until
        assert value(run(made, "x = 1\n")) == "1"
        assert not made.ahead
        assert not made.importing("zoo")
