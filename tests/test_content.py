"""What the first content has to cover, and what must never stand in a file."""

from __future__ import annotations

import re
import subprocess

import pytest
from crosscheck.model.vocabulary import SourceKind, Verdict
from support import ROOT, checked

POST_NAMES = """PyTorch, TensorFlow, Keras, tf.keras, TensorFlow Lite, TensorFlow.js, TensorFlow Serving, TFX, TensorFlow Hub,
TensorFlow Cloud, Model Garden, MediaPipe, Coral, TensorBoard, tfdbg, tf.distribute, for R, TorchServe, TorchScript,
torch.compile, PyTorch Mobile, TorchVision, TorchAudio, TorchText, PyTorch/XLA, PyTorch Hub, SpeechBrain, TorchX, TorchElastic,
PyTorch Lightning, torch.distributed and DDP, torch.cuda.amp, DeepSpeech, Magenta, StellarGraph, CycleGAN, fastai, Netron, Visdom,
ONNX, ONNX Runtime, TensorRT, Triton Inference Server, Hugging Face Transformers, Hugging Face Pipelines, Papers with Code, MLPerf,
PyTorch Foundation, Linux Foundation, Torch (Lua), NumPy, SciPy, CUDA, pdb, PyCharm, FastAPI, Docker, Airflow, Spark, Kafka, Flask,
Google Cloud, AWS, TPU"""


@pytest.fixture(scope="module")
def knowledge():  # type: ignore[no-untyped-def]
    return checked(ROOT).knowledge


def test_every_tool_that_the_posts_name_has_a_row(knowledge) -> None:  # type: ignore[no-untyped-def]
    names = "\n".join("|".join([tool.name, *tool.aliases]) for tool in knowledge.tools)
    assert [n for n in (" ".join(x.split()) for x in POST_NAMES.split(",")) if n not in names] == []


def test_the_content_is_as_large_as_promised(knowledge) -> None:  # type: ignore[no-untyped-def]
    assert len(knowledge.claims) >= 45
    assert len(knowledge.pairs) >= 20
    assert len(knowledge.comparisons) >= 3
    assert len(knowledge.decisions) >= 1
    assert {len(d.scenarios) >= 4 for d in knowledge.decisions} == {True}
    assert {claim.topic for claim in knowledge.claims} == set(knowledge.topic)


def test_nothing_is_true_on_the_word_of_a_post_alone(knowledge) -> None:  # type: ignore[no-untyped-def]
    for claim in knowledge.claims:
        kinds = {knowledge.source[c.id].kind for c in claim.evidence.sources}
        if claim.verdict is Verdict.TRUE and not claim.evidence.checks:
            assert kinds - {SourceKind.BLOG}, claim.id


def test_posts_are_cited_only_for_what_they_say(knowledge) -> None:  # type: ignore[no-untyped-def]
    posts = {assertion.source for assertion in knowledge.assertions}
    assert not {c.id for claim in knowledge.claims for c in claim.evidence.sources} & posts


def test_scripts_are_short_and_self_contained(knowledge) -> None:  # type: ignore[no-untyped-def]
    for pair in knowledge.pairs:
        for framework, text in pair.scripts.items():
            where = f"{pair.id} in {framework}"
            assert len(text.splitlines()) <= 50, where
            assert text.startswith('"""'), where
            assert "crosscheck" not in text, where
            assert "print(" in text, where
            assert not re.search(r"https?://|open\(|/home/|noqa|type: ignore", text), where


def test_no_registry_and_no_place_of_a_machine_is_named() -> None:
    words = ["py" + "pi.org", "python" + "hosted", "registry.np" + "mjs", "/ro" + "ot/", "/wo" + "rk/"]
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], name
