"""From a declared environment to a place where pairs can run: built, discovered, and what it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crosscheck import cards
from crosscheck.environments import build, discover
from crosscheck.errors import MachineError
from crosscheck.jobs import Place
from crosscheck.model.knowledge import Knowledge
from crosscheck.model.records import Environment
from crosscheck.model.vocabulary import Device, Level
from crosscheck.rules.environments import pins
from crosscheck.sandbox import THREADS, require
from crosscheck.verify import mismatch


def place_of(
    knowledge: Knowledge,
    environment: Environment,
    device: Device,
    level: Level,
    say: Callable[[str], None],
    given: Path | None = None,
) -> Place:
    """Build the environment if needed, see what it holds, and refuse one that is not as pinned. Raises MachineError.

    A given interpreter takes the place of the one that would be built.
    """
    require(level, device)
    if device is Device.CUDA and cards.name() is None:
        raise MachineError("skipped: this machine has no card; the runs recorded on one stay and age")
    text = knowledge.pins[environment.id]
    packages = {framework.id: framework.package for framework in knowledge.frameworks}
    interpreter = given or build(environment, text, say)
    found = discover(interpreter, device, [*packages.values(), *environment.packages], THREADS)
    place = Place(
        environment=environment,
        pins=text,
        interpreter=interpreter,
        machine=found.machine,
        device=device,
        level=level,
        builds=found.builds,
        packages=packages,
        preload=preload_of(knowledge),
        fatal={framework.id: framework.voids for framework in knowledge.frameworks},
    )
    wrong = mismatch(place, {name: version for name, version in pins(text).items() if name in packages.values()})
    if wrong:
        raise MachineError(f"infra: environment {environment.id} is not what it should be: {wrong}")
    return place


def preload_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return what is imported before scripts are forked, by framework."""
    return {framework.id: framework.preload for framework in knowledge.frameworks if framework.preload}
