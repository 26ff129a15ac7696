"""Recorded runs: data/runs/<environment>/<pair>.json, one file a pair and environment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from crosscheck.model.pairs import Pair
from crosscheck.model.records import Environment
from crosscheck.model.runs import Run
from crosscheck.model.vocabulary import Device
from crosscheck.problems import Problem, shown
from crosscheck.write import write_text

FOLDER = Path("data/runs")
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Ledger:
    """The latest run of each pair in each environment."""

    runs: Mapping[tuple[str, str], Run]
    problems: tuple[Problem, ...] = ()

    def of(self, pair: str, environment: str, device: Device = Device.CPU) -> Run | None:
        """Return the latest run of a pair in an environment on a device."""
        return self.runs.get((shelf(environment, device), pair))

    def latest(self, pair: Pair, environment: Environment | None, device: Device | None = None) -> Run | None:
        """Return the latest run of a pair in its environment, on the device whose runs decide unless said."""
        return self.of(pair.id, environment.id, device or pair.device) if environment else None


def shelf(environment: str, device: Device) -> str:
    """Name the folder of an environment's runs; runs on a card stand apart."""
    return environment if device is Device.CPU else f"{environment}-{device}"


def read_ledger(root: Path) -> Ledger:
    """Read every recorded run; a file that is not one becomes a problem and counts as no run."""
    runs: dict[tuple[str, str], Run] = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*/*.json")):
        file = path.relative_to(root).as_posix()
        try:
            run = Run.model_validate_json(path.read_bytes())
        except (ValidationError, OSError) as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            mend = "run crosscheck verify for this pair, or remove the file"
            problems.append(Problem(file, 1, 1, "", f"not a run: {shown(why, 100)}", mend, "run-form"))
            continue
        key = (shelf(run.environment, run.device), run.pair)
        if key != (path.parent.name, path.stem) or run.schema_version != SCHEMA_VERSION:
            mend = "run crosscheck verify for this pair, or remove the file"
            problems.append(Problem(file, 1, 1, "", "the run belongs elsewhere", mend, "run-place", run.pair))
            continue
        runs[key] = run
    return Ledger(MappingProxyType(runs), tuple(problems))


def record_run(root: Path, run: Run) -> bool:
    """Keep a run, whole or not at all; return whether anything changed."""
    path = root / FOLDER / shelf(run.environment, run.device) / f"{run.pair}.json"
    text = json.dumps(run.model_dump(mode="json", exclude_defaults=True) | {"schema_version": SCHEMA_VERSION}, indent=1)
    return write_text(path, text + "\n")


def with_run(ledger: Ledger, run: Run) -> Ledger:
    """Return the ledger as it is once this run is recorded."""
    key = (shelf(run.environment, run.device), run.pair)
    return Ledger(MappingProxyType({**ledger.runs, key: run}), ledger.problems)


def script_hash(text: str) -> str:
    """Hash a script as it ran."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def checks_hash(pair: Pair) -> str:
    """Hash a pair's checks; a changed expectation makes an old run stale. Sentences do not count."""
    checks = [check.model_dump(mode="json", exclude={"states"}) for check in pair.checks]
    return hashlib.sha256(json.dumps(checks, sort_keys=True).encode()).hexdigest()
