"""The work that the verifier and its peers are given: a small site of real pairs, and the same scripts as notebooks."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import yaml
from crosscheck.ledger import read_ledger
from crosscheck.load import load
from crosscheck.model.checks import Raises
from crosscheck.model.pairs import Pair
from crosscheck.model.runs import Run
from crosscheck.sandbox import files_of
from peers import caches, current_interpreter
from shared import CROSSCHECK, ROOT, timed

LEFT_OUT = re.compile(
    r"torch\.compile\(|aoti|subprocess|multiprocessing|spawn|Popen|Process|init_process_group|getsource"
)
"""A script that runs a compiler or starts interpreters for seconds would measure those, on every side alike; the source
of its own functions is not to be had in a notebook."""
SHORT = 0.4
"""Seconds of its own work, by its recorded run, up to which a snippet is called short."""
FAIL_EVERY = 25
"""One pair of so many raises on purpose, so that equal verdicts say something."""
KINDS = {"both": ("pytorch", "tensorflow"), "pytorch": ("pytorch",), "tensorflow": ("tensorflow",)}


@dataclass(frozen=True)
class Snippet:
    """One script in a folder of its own, also as a notebook there."""

    pair: str
    framework: str
    folder: Path

    @property
    def name(self) -> str:
        """Return what both sides call it."""
        return f"{self.pair}/{self.framework}"

    @property
    def script(self) -> Path:
        """Return the script's file."""
        return self.folder / f"in_{self.framework}.py"

    @property
    def notebook(self) -> Path:
        """Return the notebook's file."""
        return self.folder / "notebook.ipynb"


@dataclass(frozen=True)
class Work:
    """A site with pairs, and each of their scripts once more for the peers."""

    site: Path
    snippets: Sequence[Snippet]
    raising: frozenset[str]
    """Names of the scripts that raise on purpose: all verdicts must say so of these and of no other."""


@contextmanager
def work(pairs: int, kind: str = "both", seconds: float = math.inf) -> Iterator[Work]:
    """Make a site of this many pairs in a temporary folder, from our own in turn, each copy a little different.

    Only pairs are taken whose scripts took no more than so many seconds each in the recorded run.
    """
    current_interpreter()
    with TemporaryDirectory(prefix="benchmark-") as name:
        site, peers = Path(name) / "site", Path(name) / "peers"
        copy_data(site)
        knowledge = load(ROOT).knowledge
        real = [pair for pair in knowledge.pairs if _fits(pair)]
        if seconds < math.inf:
            ledger = read_ledger(ROOT)
            real = [p for p in real if _took(ledger.latest(p, knowledge.environment_of(p)), KINDS[kind]) <= seconds]
        found: list[Snippet] = []
        raising: set[str] = set()
        for number in range(pairs):
            pair = real[number % len(real)]
            files = files_of(ROOT / pair.folder)
            fails = number % FAIL_EVERY == FAIL_EVERY - 1 or (number == pairs - 1 and pairs < FAIL_EVERY)
            id_ = f"{pair.id}-{number}"
            folder = site / "snippets" / pair.topic / id_
            folder.mkdir(parents=True)
            text = (ROOT / pair.folder / "pair.yml").read_text(encoding="utf-8")
            (folder / "pair.yml").write_text(_description(text, KINDS[kind], number, fails), encoding="utf-8")
            for framework in KINDS[kind]:
                script = f"in_{framework}.py"
                more = f"\ncopy = {number}\n" + ('raise RuntimeError("on purpose")\n' if fails else "")
                varied = {n: d for n, d in files.items() if not n.startswith("in_")}
                varied[script] = files[script] + more.encode()
                one = Snippet(id_, framework, peers / f"{id_}-{framework}")
                _write(varied, folder, one)
                found.append(one)
                raising |= {one.name} if fails else set()
        yield Work(site, found, frozenset(raising))


def _fits(pair: Pair) -> bool:
    ends = not pair.expected_failure and not any(isinstance(check, Raises) for check in pair.checks)
    ordinary = pair.environment is None and ends and len(pair.scripts) == 2
    short = not any(LEFT_OUT.search(text) for text in pair.scripts.values())
    return ordinary and short and any(device.value == "cpu" for device in pair.devices)


def _took(run: Run | None, frameworks: Sequence[str]) -> float:
    return max(run.snippets[name].seconds for name in frameworks) if run else math.inf


def copy_data(site: Path) -> None:
    """Give a site our frameworks, environments and topics, and nothing that is claimed."""
    site.mkdir(parents=True)
    for part in ("frameworks", "environments"):
        shutil.copytree(ROOT / "data" / part, site / "data" / part)
    for part in ("environments.yml", "topics.yml"):
        shutil.copy(ROOT / "data" / part, site / "data" / part)


def _description(text: str, frameworks: Sequence[str], number: int, fails: bool) -> str:
    """Return a pair's description for these frameworks; of one alone it is checked that it ran to its end."""
    pair = yaml.safe_load(text)
    if len(frameworks) == 1:
        other = next(name for name in KINDS["both"] if name not in frameworks)
        pair["missing"] = {other: {"why": "A benchmark of one framework alone leaves it out.", "since": "2026-11"}}
        ran = {"id": "ran", "states": "It ran to its end.", "kind": "equal", "of": "copy", "value": number}
        pair["checks"] = [{**ran, "in": list(frameworks)}]
        pair["apis"] = {name: known for name, known in pair.get("apis", {}).items() if name in frameworks}
    if fails:
        pair["expected_failure"] = dict.fromkeys(frameworks, "It raises at its end, on purpose.")
    return yaml.safe_dump(pair, sort_keys=False, allow_unicode=True)


def _write(files: Mapping[str, bytes], folder: Path, one: Snippet) -> None:
    one.folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (one.folder / name).write_bytes(data)
    write_notebook(one.notebook, one.script.read_text(encoding="utf-8"))


def write_notebook(file: Path, text: str) -> None:
    """Write a notebook with this code in one cell."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(text)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), file)


@contextmanager
def cold() -> Iterator[dict[str, str]]:
    """Give the variables under which the verifier knows the built environments and nothing else from before."""
    with TemporaryDirectory(prefix="benchmark-cache-") as name:
        (Path(name) / "environments").symlink_to(caches())
        yield {"CROSSCHECK_CACHE": name}


def ours(site: Path, *more: str) -> tuple[float, dict[str, bool]]:
    """Verify a site in a new process that knows nothing; return its seconds, and whether each script raised."""
    found = site.parent / "ours.json"
    words = [CROSSCHECK, "--root", str(site), "verify", "--no-record", "--json", *more]
    with cold() as variables:
        seconds = timed(["sh", "-c", 'exec "$@" > "$0"', str(found), *words], variables)
    runs = json.loads(found.read_text(encoding="utf-8"))["runs"]
    each = [(f"{run['pair']}/{name}", one) for run in runs for name, one in run["snippets"].items()]
    return seconds, {name: one["outcome"] != "pass" for name, one in each}


def every_verdict(site: Path, *more: str) -> dict[str, str]:
    """Verify a site from nothing and return the outcome of each script and of each check."""
    ours(site, *more)
    found: dict[str, str] = {}
    for run in json.loads((site.parent / "ours.json").read_text(encoding="utf-8"))["runs"]:
        found |= {f"{run['pair']}/{name}": one["outcome"] for name, one in run["snippets"].items()}
        found |= {f"{run['pair']}#{check['id']}": str(check["passed"]) for check in run["checks"]}
    return found
