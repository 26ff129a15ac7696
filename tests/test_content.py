"""What the first content has to cover, and what must never stand in a file."""

from __future__ import annotations

import re
import subprocess

import pytest
from crosscheck.model.vocabulary import Mark, SourceKind, Verdict
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
    assert len(knowledge.claims) >= 150
    assert len(knowledge.pairs) >= 60
    assert len(knowledge.assertions) >= 350
    assert len(knowledge.comparisons) >= 3
    assert len(knowledge.decisions) >= 1
    assert {len(d.scenarios) >= 4 for d in knowledge.decisions} == {True}
    assert {claim.topic for claim in knowledge.claims} == set(knowledge.topic)


def test_every_topic_has_one_table_that_can_be_read_in_one_go(knowledge) -> None:  # type: ignore[no-untyped-def]
    tables = [comparison for comparison in knowledge.comparisons if comparison.topic]
    assert sorted(table.topic for table in tables) == sorted(knowledge.topic)
    assert [t.id for t in knowledge.comparisons if not t.topic] == ["at-a-glance"]
    assert {table.id: len(table.rows) for table in tables if not 6 <= len(table.rows) <= 14} == {}


def test_every_cell_quotes_claims_that_speak_of_its_framework(knowledge) -> None:  # type: ignore[no-untyped-def]
    for comparison in knowledge.comparisons:
        for row in comparison.rows:
            for framework, cell in row.cells.items():
                silent = [id_ for id_ in cell.claims if framework not in knowledge.claim[id_].frameworks]
                assert silent == [], f"{comparison.id}, {row.id}, {framework}"


def test_a_row_asks_or_describes_on_both_sides(knowledge) -> None:  # type: ignore[no-untyped-def]
    """A yes beside a description would read as a winner; what one side is asked, the other is asked too."""
    for comparison in knowledge.comparisons:
        for row in comparison.rows:
            described = {cell.mark is Mark.INFO for cell in row.cells.values()}
            assert len(described) == 1, f"{comparison.id}, {row.id}"


def test_the_tables_quote_most_of_the_claims(knowledge) -> None:  # type: ignore[no-untyped-def]
    quoted = {
        id_
        for table in knowledge.comparisons
        for row in table.rows
        for cell in row.cells.values()
        for id_ in cell.claims
    }
    assert len(quoted) >= len(knowledge.claims) * 3 / 4


def test_nothing_is_true_on_the_word_of_a_post_alone(knowledge) -> None:  # type: ignore[no-untyped-def]
    for claim in knowledge.claims:
        kinds = {knowledge.source[c.id].kind for c in claim.evidence.sources}
        if claim.verdict is Verdict.TRUE and not claim.evidence.checks:
            assert kinds - {SourceKind.BLOG}, claim.id


def test_every_statement_of_the_posts_has_an_answer_with_a_verdict(knowledge) -> None:  # type: ignore[no-untyped-def]
    posts = {a.source for a in knowledge.assertions}
    assert len(posts) == 5
    for assertion in knowledge.assertions:
        assert assertion.claim in knowledge.claim, assertion.id
        differs = assertion.verdict not in (None, knowledge.claim[assertion.claim].verdict)
        assert not differs or assertion.note, f"{assertion.id} departs from its claim without a word"


def test_every_claim_is_shown_or_says_where_was_looked(knowledge) -> None:  # type: ignore[no-untyped-def]
    for claim in knowledge.claims:
        shown = claim.evidence.checks or claim.evidence.sources
        assert claim.evidence.searched if claim.verdict is Verdict.UNPROVEN else shown, claim.id
        assert len(claim.reasoning.split()) >= 8, claim.id


def test_about_a_third_of_the_statements_is_settled_by_running_something(knowledge) -> None:  # type: ignore[no-untyped-def]
    run = [a for a in knowledge.assertions if knowledge.claim[a.claim].evidence.checks]
    assert len(run) >= len(knowledge.assertions) / 3


def test_posts_are_cited_only_for_what_they_say(knowledge) -> None:  # type: ignore[no-untyped-def]
    """Only a claim about the articles themselves may cite one, as the word of who said it."""
    posts = {assertion.source for assertion in knowledge.assertions}
    citing = [claim for claim in knowledge.claims if {c.id for c in claim.evidence.sources} & posts]
    assert all("articles" in claim.statement for claim in citing), [claim.id for claim in citing]


LONGER = {
    "browser-runtimes": "a page and the server that shows it stand in the script",
    "litert-in-the-browser": "a page and the server that shows it stand in the script",
    "trains-in-the-browser": "a page and the server that shows it stand in the script",
    "operators-refused-at-export": "five functions are exported, and one is taught to the exporter",
    "without-python": "a program in C++ or C stands in the script",
    "data-parallel-two-replicas": "starts two processes of itself",
    "gradients-averaged-or-summed": "starts two processes of itself",
    "keras-on-two-workers": "starts two processes of itself",
    "lines-to-distribute": "holds the variants whose lines it counts",
    "sharded-parameters": "starts two processes of itself",
    "uneven-batches": "starts two processes of itself",
    "worker-lost": "starts processes of itself, one of which is ended",
    "backward-only-computes": "looks at what is left behind in four ways",
    "structure-changes-midway": "changes a network in two ways, eager and captured",
    "lstm-from-operations": "trains by hand and by a layer, on a card where there is one",
    "fine-tune-frozen": "pretrains, freezes, trains and goes on from a checkpoint, on a card where there is one",
}
"""Pairs with a script of more than fifty lines, and why; one that no longer needs its reason is an error."""


def test_a_reason_for_a_long_script_is_still_needed(knowledge) -> None:  # type: ignore[no-untyped-def]
    long = {pair.id for pair in knowledge.pairs if any(len(t.splitlines()) > 50 for t in pair.scripts.values())}
    assert set(LONGER) == long


def test_scripts_are_short_and_self_contained(knowledge) -> None:  # type: ignore[no-untyped-def]
    for pair in knowledge.pairs:
        for framework, text in pair.scripts.items():
            where = f"{pair.id} in {framework}"
            assert len(text.splitlines()) <= (100 if pair.id in LONGER else 50), where
            assert text.startswith('"""'), where
            assert "crosscheck" not in text, where
            assert "print(" in text, where
            assert not re.search(r"https?://(?!127\.0\.0\.1)|\bopen\(|/home/|noqa|type: ignore", text), where


def test_no_registry_and_no_place_of_a_machine_is_named() -> None:
    words = ["py" + "pi.org", "python" + "hosted", "registry.np" + "mjs", "/ro" + "ot/", "/wo" + "rk/"]
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], name


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_every_action_is_pinned() -> None:
    used = [line for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert len(used) > 10
    assert not [line for line in used if not re.search(r"@[0-9a-f]{40}\s+# v", line)]


def test_no_workflow_restores_a_cache() -> None:
    for path in WORKFLOWS:
        assert not re.search(r"actions/cache|restore-keys|cache:", path.read_text(encoding="utf-8")), path


def test_no_workflow_puts_a_name_into_a_command() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert "pull_request_target" not in text, path
        for command in re.findall(r"run: (.*(?:\n {6,}.*)*)", text):
            assert "github.event" not in command and "github.head_ref" not in command, path


def test_owners_are_named_for_what_decides() -> None:
    owned = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8")
    for path in ("/.github/", "/mkdocs.yml", "/scripts/", "/data/environments/", "/data/runs/", "/Makefile", "/.ci/"):
        assert f"\n{path} @" in owned, path


def test_a_workflow_follows_the_addresses() -> None:
    assert "lychee" in (ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8")
