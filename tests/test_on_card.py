"""What only a card can show: bad scripts on one, its memory afterwards, preloaded processes. Skipped without a card."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from crosscheck import cards
from crosscheck.environments import folder_of, interpreter_of, is_built
from crosscheck.errors import MachineError
from crosscheck.lanes import Lanes
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.outcomes import why_it_raised
from crosscheck.runner import Ended, Task, run_script
from crosscheck.sandbox import WORKER
from crosscheck.verify import How, Memory, verify
from support import ROOT, checked, copy_minisite, edit, place

ZOO = Path(__file__).parent / "zoo" / "on_a_card"
needs_card = pytest.mark.skipif(cards.name() is None, reason="this machine has no card")


@pytest.fixture(scope="module")
def interpreter() -> Path:
    """Return the running interpreter where it holds PyTorch, else the one of the environment for cards."""
    if find_spec("torch"):
        return Path(os.path.abspath(sys.executable))
    knowledge = checked(ROOT).knowledge
    environment = knowledge.environment["gpu"]
    if not is_built(environment, knowledge.pins["gpu"]):
        pytest.skip("the environment for cards is not built")
    return interpreter_of(folder_of(environment, knowledge.pins["gpu"]))


@pytest.fixture(scope="module", params=[Level.OFF, Level.LIMITS], ids=str)
def lanes(request: pytest.FixtureRequest, interpreter: Path) -> Iterator[Lanes]:
    with Lanes(interpreter, Device.CUDA, request.param, {"pytorch": ("torch", "torch._dynamo", "numpy")}) as made:
        yield made


def run(lanes: Lanes, script: str, start: Start = Start.PRELOADED, wait: float = 60) -> Ended:
    text = (ZOO / f"{script}.py").read_bytes()
    with lanes.lend("pytorch", start is Start.FRESH) as lane, lane.room.box({"in_x.py": text}, int(wait)) as box:
        ended = run_script(lane, box, Task("in_x.py", ("x",), wait, wait))
    assert ended.start is start, lanes.refusals()
    return ended


def final(ended: Ended, level: Level) -> Outcome:
    if ended.record is None or ended.record["error"] is None:
        return ended.outcome
    return why_it_raised(ended.record["error"], level, Device.CUDA)[0]


@needs_card
@pytest.mark.parametrize("start", list(Start), ids=str)
@pytest.mark.parametrize(
    ("script", "outcome", "wait"),
    [
        ("fine", Outcome.PASS, 60),
        ("fills_the_card", Outcome.OOM, 120),
        ("leaves_memory_taken", Outcome.LEAKED, 120),
        ("hangs_on_the_card", Outcome.TIMEOUT, 12),
    ],
)
def test_the_card_is_well_after_each(lanes: Lanes, script: str, outcome: Outcome, wait: float, start: Start) -> None:
    watch = cards.Watch.start()
    ended = run(lanes, script, start, wait)
    assert final(ended, lanes.level) is outcome, ended
    assert watch.wait_until_well() is None
    after = run(lanes, "fine")
    assert after.record is not None
    assert after.record["values"]["x"]["value"] == "3.0"


@needs_card
@pytest.mark.parametrize("start", list(Start), ids=str)
def test_it_is_told_whether_a_script_opened_the_card(lanes: Lanes, start: Start) -> None:
    for script, opened in (("fine", True), ("stays_on_the_processor", False)):
        ended = run(lanes, script, start)
        assert ended.record is not None
        assert ended.record["on_card"] is opened


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("CUDA error: uncorrectable ECC error encountered", Outcome.INFRA),
        ("CUDA error: CUDA-capable device(s) is/are busy or unavailable", Outcome.INFRA),
        ("CUDA error: device-side assert triggered", Outcome.ERROR),
        ("CUDA error: an illegal memory access was encountered", Outcome.ERROR),
    ],
)
def test_a_lost_card_is_the_machines_matter(message: str, outcome: Outcome) -> None:
    error = {"name": "AcceleratorError", "message": message, "errnos": []}
    assert why_it_raised(error, Level.LIMITS, Device.CUDA)[0] is outcome


def test_a_card_that_stays_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["4500", "300", "4500", None])
    monkeypatch.setattr(cards, "ask", lambda what: next(answers))
    assert cards.Watch(200).wait_until_well(seconds=5) is None
    assert cards.Watch(200).wait_until_well(seconds=0) == "4500 MiB of its memory stay taken"
    assert cards.Watch(200).wait_until_well(seconds=0) == "it does not answer"


@pytest.mark.parametrize(
    ("device", "opened"), [("/dev/nvidia0", True), ("/dev/nvidiactl", False), ("/dev/null", False)]
)
def test_the_folder_that_lists_them_is_no_obstacle(monkeypatch: pytest.MonkeyPatch, device: str, opened: bool) -> None:
    def link(path: str) -> str:
        if path.endswith("/3"):  # by now closed again
            raise FileNotFoundError(path)
        return device

    monkeypatch.syspath_prepend(str(WORKER))
    snippet = importlib.import_module("snippet")
    monkeypatch.setattr(os, "listdir", lambda path: ["3", "4"])
    monkeypatch.setattr(os, "readlink", link)
    assert snippet.on_card() is opened


def test_a_card_that_is_not_well_holds_back_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_minisite(tmp_path)
    edit(root, "snippets/basics/sum-of-two/in_alpha.py", "total =", "raise RuntimeError('gone')\ntotal =")
    answers = iter(["200"])
    monkeypatch.setattr(cards, "ask", lambda what: next(answers, None))
    monkeypatch.setattr(cards, "FREE_SECONDS", 0.0)
    there = replace(place(root, preload=False), device=Device.CUDA)
    now = checked(root)
    with pytest.raises(MachineError, match="sum-of-two/alpha the card is not well: it does not answer"):
        list(verify(root, now.knowledge.pairs, there, How(1, confirm=False), Memory(now.ledger)))
