"""The environment in which the peers run: the frameworks at our own pins, and the peers beside them.

It is built on first use in the cache folder; with uv it shares its files with the environment `current`.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from crosscheck.environments import build, cache_folder, folder_of, is_built
from crosscheck.load import load
from crosscheck.model.records import Environment
from shared import ROOT

PINS = (
    "check-jsonschema==0.39.0",
    "ipykernel==7.4.0",
    "joblib==1.6.0",  # through it sphinx-gallery runs in parallel
    "jupyter-cache==1.0.1",
    "markdown-exec==1.12.6",
    "matplotlib==3.11.2",  # sphinx-gallery does not start without it
    "mkdocs==1.6.1",
    "nbclient==0.11.0",
    "nbmake==1.5.5",
    "pytest==9.2.0",
    "pytest-examples==0.0.18",
    "pytest-timeout==2.4.0",
    "pytest-xdist==3.8.0",
    "sphinx-gallery==0.22.1",
    "yamllint==1.38.0",
)
VERSIONS = dict(pin.split("==") for pin in PINS)


def _say(words: str) -> None:
    print(words, flush=True)


def current() -> tuple[Environment, str]:
    """Return the default environment and its pins."""
    knowledge = load(ROOT).knowledge
    environment = knowledge.default_environment
    assert environment is not None
    return environment, knowledge.pins[environment.id]


def current_interpreter() -> Path:
    """Return the interpreter that the verifier's scripts run under, building its environment first if needed."""
    return build(*current(), _say)


def peers_interpreter() -> Path:
    """Return the interpreter of the peers' environment, building it first if needed, with a kernel."""
    environment, pins = current()
    ours = environment.model_copy(update={"id": "peers"})
    wanted = "\n".join([pins.rstrip(), *PINS, ""])
    new = not is_built(ours, wanted)
    interpreter = build(ours, wanted, _say)
    if new:
        prefix = str(folder_of(ours, wanted))
        command = [str(interpreter), "-m", "ipykernel", "install", "--prefix", prefix, "--name", "python3"]
        subprocess.run(command, check=True, capture_output=True)
    return interpreter


def caches() -> Path:
    """Return the folder with the built environments."""
    return cache_folder() / "environments"
