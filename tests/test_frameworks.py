"""The real frameworks under the verifier: preloaded processes are safe, and say what fresh ones say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from crosscheck.environments import folder_of, interpreter_of, is_built
from crosscheck.lanes import Lanes
from crosscheck.ledger import Ledger
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.vocabulary import Device, Level, Outcome, Start
from crosscheck.prepare import place_of
from crosscheck.runner import Ended, Task, run_script
from crosscheck.sandbox import strict_is_to_be_had
from crosscheck.verify import How, Memory, verify
from support import ROOT, checked

SAMPLE = (
    "graph-control-flow",
    "graph-print-tracing",
    "autograd-scalar",
    "same-padding-stride-2",
    "cross-entropy-logits",
    "cpu-asked-for-gpu",
    "tf-keras-is-keras-3",
    "torchscript-warns",
)
"""Pairs that a preloaded process could most easily spoil: graphs, printing, warnings, what is imported, which device."""

BRANCHES = b"""
import tensorflow as tf

@tf.function
def sign(x):
    if tf.reduce_sum(x) > 0:
        return tf.constant(1.0)
    return tf.constant(-1.0)

x = [float(sign(tf.constant([1.0]))), float(sign(tf.constant([-1.0])))]
"""
GRADIENT = b"import torch\nw = torch.ones(3, requires_grad=True)\n(w * 2).sum().backward()\nx = w.grad.sum().item()\n"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    knowledge = checked(ROOT).knowledge
    environment = knowledge.default_environment
    assert environment is not None
    if not is_built(environment, knowledge.pins[environment.id]):
        pytest.skip("the frameworks' environment is not built; make test builds it")
    return knowledge


@pytest.fixture(params=list(Level), ids=str)
def lanes(request: pytest.FixtureRequest, knowledge: Knowledge) -> Iterator[Lanes]:
    if request.param is Level.STRICT and not strict_is_to_be_had():
        pytest.skip("level strict is not to be had here")
    environment = knowledge.default_environment
    assert environment is not None
    interpreter = interpreter_of(folder_of(environment, knowledge.pins[environment.id]))
    preload = {framework.id: framework.preload for framework in knowledge.frameworks}
    with Lanes(interpreter, Device.CPU, request.param, preload) as made:
        yield made


def run(lanes: Lanes, framework: str, script: bytes) -> Ended:
    with lanes.lend(framework) as lane, lane.room.box({"in_x.py": script}, 60) as box:
        return run_script(lane, box, Task("in_x.py", ("x",), 60))


def test_all_that_is_to_be_imported_beforehand_is_there(lanes: Lanes, knowledge: Knowledge) -> None:
    for framework in knowledge.frameworks:
        missing = f"import sys\nx = [m for m in {list(framework.preload)} if m not in sys.modules]\n"
        ended = run(lanes, framework.id, missing.encode())
        assert ended.start is Start.PRELOADED, lanes.refusals()
        assert ended.record is not None
        assert ended.record["values"]["x"]["items"] == []


def test_graph_functions_keep_their_branches(lanes: Lanes) -> None:
    for _ in range(2):
        ended = run(lanes, "tensorflow", BRANCHES)
        assert ended.start is Start.PRELOADED, lanes.refusals()
        assert ended.record is not None
        assert [item["value"] for item in ended.record["values"]["x"]["items"]] == ["1.0", "-1.0"]
        assert "AutoGraph" not in ended.output


def test_gradients_are_taken_in_preloaded_processes(lanes: Lanes) -> None:
    for _ in range(3):
        ended = run(lanes, "pytorch", GRADIENT)
        assert (ended.start, ended.outcome) == (Start.PRELOADED, Outcome.PASS), lanes.refusals()
        assert ended.record is not None
        assert ended.record["values"]["x"]["value"] == "6.0"


@pytest.mark.parametrize(
    ("framework", "body", "why"),
    [
        ("pytorch", "import torch\nONE = torch.ones(3) + 1\n", "operations"),
        ("tensorflow", "import tensorflow as tf\nONE = tf.ones(3) + 1\n", "thread|eager context"),
    ],
)
def test_a_parent_that_ran_an_operation_refuses(
    framework: str, body: str, why: str, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import re

    from crosscheck.sandbox import _variables as real

    (tmp_path / "runs_an_operation.py").write_text(body, encoding="utf-8")
    monkeypatch.setattr(
        "crosscheck.sandbox._variables",
        lambda home, python, device: real(home, python, device) | {"PYTHONPATH": str(tmp_path)},
    )
    environment = knowledge.default_environment
    assert environment is not None
    interpreter = interpreter_of(folder_of(environment, knowledge.pins[environment.id]))
    package = knowledge.framework[framework].package
    with Lanes(interpreter, Device.CPU, Level.OFF, {framework: (package, "runs_an_operation")}) as lanes:
        ended = run(lanes, framework, GRADIENT if framework == "pytorch" else BRANCHES)
        assert (ended.start, ended.outcome) == (Start.FRESH, Outcome.PASS)
        assert re.search(why, lanes.refusals()[framework])


def test_the_fast_path_says_what_fresh_processes_say(knowledge: Knowledge) -> None:
    environment = knowledge.default_environment
    assert environment is not None
    place = place_of(knowledge, environment, Device.CPU, Level.LIMITS, print)
    pairs = [knowledge.pair[name] for name in SAMPLE]
    found = {}
    for fresh in (False, True):
        how = How(2, fresh=fresh, confirm=False)
        runs = {p.run.pair: p.run for p in verify(ROOT, pairs, place, how, Memory(Ledger({})))}
        wanted = Start.FRESH if fresh else Start.PRELOADED
        assert {snippet.start for run in runs.values() for snippet in run.snippets.values()} == {wanted}
        found[fresh] = {
            name: (run.passed, [(c.id, c.passed) for c in run.checks], {f: s.outcome for f, s in run.snippets.items()})
            for name, run in runs.items()
        }
    assert found[True] == found[False]
    assert all(passed for passed, _, _ in found[True].values())
