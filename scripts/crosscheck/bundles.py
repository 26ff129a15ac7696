"""Runs on their way between machines: written with where they come from, merged only when they belong together."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crosscheck.errors import UsageError
from crosscheck.model.runs import Origin, Run
from crosscheck.write import write_text

VERSION = 1


@dataclass(frozen=True)
class Shard:
    """A share of the work: number `number` of `of`, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        """Return `number/of`."""
        return f"{self.number}/{self.of}"


def read_shard(text: str) -> Shard:
    """Read `i/n`. Raises UsageError."""
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise UsageError(f'"{text}" is no share of the work; write 2/4 for the second of four')
    return Shard(int(number), int(of))


def commit_of(root: Path) -> str:
    """Return the commit that is checked out, with a mark when files differ from it; `unknown` outside a repository."""
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return "unknown"
    changed = _git(
        root, "status", "--porcelain", "--untracked-files=no", "--", "data", "snippets", "scripts", ":!data/runs"
    )
    return f"{commit}-changed" if changed else commit


def changed_since(root: Path, revision: str) -> set[str]:
    """Return the files that differ from a revision, committed or not. Raises UsageError for an unknown one."""
    if not _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"):
        raise UsageError(f'git knows no revision "{revision}" here')
    named = _git(root, "diff", "--name-only", "--relative", revision)
    fresh = _git(root, "ls-files", "--others", "--exclude-standard")
    return {*named.splitlines(), *fresh.splitlines()}


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def origin(root: Path, variables: Mapping[str, str] = os.environ) -> Origin:
    """Return where runs made here come from; a hosted workflow names its page."""
    server, repository, number = (variables.get(f"GITHUB_{n}") for n in ("SERVER_URL", "REPOSITORY", "RUN_ID"))
    address = f"{server}/{repository}/actions/runs/{number}" if server and repository and number else None
    return Origin(commit=commit_of(root), address=address)


def write_bundle(path: Path, runs: Sequence[Run], shard: Shard, planned: Sequence[str], where: Origin) -> None:
    """Write runs with the share of the work they are, all that was planned, where they come from, and a checksum."""
    body = {
        "version": VERSION,
        "shard": str(shard),
        "planned": sorted(planned),
        "origin": where.model_dump(mode="json"),
        "runs": [run.model_dump(mode="json", exclude_defaults=True) for run in runs],
    }
    write_text(path, json.dumps({**body, "sha256": _digest(body)}, indent=1) + "\n")


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def merge(paths: Sequence[Path]) -> list[Run]:
    """Return the runs of all bundles. Raises UsageError unless they are one whole, of one commit and its lock files."""
    bundles = {path.name: _read(path) for path in paths}
    _all_the_same({name: body["origin"]["commit"] for name, body in bundles.items()}, "commit")
    _all_the_same({name: ", ".join(body["planned"]) for name, body in bundles.items()}, "plan")
    shares = {name: read_shard(body["shard"]) for name, body in bundles.items()}
    _complete(shares)
    runs: dict[tuple[str, str, str], Run] = {}
    pins: dict[str, str] = {}
    for name, body in bundles.items():
        where = Origin.model_validate(body["origin"])
        for raw in body["runs"]:
            run = Run.model_validate(raw).model_copy(update={"origin": where})
            key = (run.environment, run.device.value, run.pair)
            if key in runs:
                raise UsageError(f"{name}: the run of {run.pair} is in another bundle as well")
            if pins.setdefault(run.environment, run.pins) != run.pins:
                raise UsageError(
                    f"{name}: environment {run.environment} was locked to other versions than in the others"
                )
            runs[key] = run
    planned = set(next(iter(bundles.values()))["planned"]) if bundles else set()
    lost = sorted(planned - {run.pair for run in runs.values()})
    if lost:
        raise UsageError(f"planned, and in no bundle: {', '.join(lost)}")
    return list(runs.values())


def _read(path: Path) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        digest = body.pop("sha256")
        if body["version"] != VERSION:
            raise UsageError(f"{path}: a bundle of version {body['version']}; this program reads {VERSION}")
        for raw in body["runs"]:
            Run.model_validate(raw)
        Origin.model_validate(body["origin"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise UsageError(f"{path}: not a bundle of runs") from error
    if digest != _digest(body):
        raise UsageError(f"{path}: was edited after it was written: its checksum is wrong")
    return body


def _all_the_same(found: Mapping[str, str], what: str) -> None:
    first = next(iter(found))
    for name, value in found.items():
        if value != found[first]:
            raise UsageError(f"{name} is of another {what} than {first}: {value} against {found[first]}")


def _complete(shares: Mapping[str, Shard]) -> None:
    of = {share.of for share in shares.values()}
    if len(of) != 1:
        raise UsageError(f"shares of different wholes: {', '.join(sorted(map(str, shares.values())))}")
    numbers = [share.number for share in shares.values()]
    wanted = list(range(1, of.pop() + 1))
    if sorted(numbers) != wanted:
        missing = [str(n) for n in wanted if n not in numbers]
        twice = [str(n) for n in wanted if numbers.count(n) > 1]
        raise UsageError(f"shares missing: {', '.join(missing) or 'none'}; there twice: {', '.join(twice) or 'none'}")
