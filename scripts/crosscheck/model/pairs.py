"""Pairs: the same task written in each framework, and the checks on its results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import Field, PrivateAttr, StrictInt

from crosscheck.model.base import ByFramework, Id, Line, Part, PartialDay, Prose, Record
from crosscheck.model.checks import Check, across
from crosscheck.model.vocabulary import Device


class Missing(Part):
    """Why a framework has no script in a pair."""

    why: Prose
    """The reason, for a reader."""
    since: PartialDay
    """Since when that is so."""


class Pair(Record):
    """One task, one idiomatic script a framework. The folder's name is the pair's id."""

    title: Line
    """Heading on the pages."""
    question: Line
    """The question it answers."""
    symptom: Line
    """What a reader would type into a search box."""
    topic: Id
    """The topic; its folder bears the same name."""
    about: Prose | None = None
    """What the run shows, and the tolerance to expect."""
    apis: ByFramework[tuple[Line, ...]] = {}
    """Interfaces it shows, by framework; the index of names is made from these."""
    errors: tuple[Line, ...] = ()
    """Error texts by which a reader may search."""
    devices: tuple[Device, ...]
    """Devices it makes sense on."""
    environment: Id | None = None
    """The environment it runs in, if not the default one."""
    timeout: Annotated[StrictInt, Field(ge=1, le=600)] = 60
    """Wall-clock limit of each script, in seconds."""
    silence: Annotated[StrictInt, Field(ge=1, le=600)] | None = None
    """Seconds for which a script may print nothing; three quarters of its time limit unless said."""
    expected_failure: ByFramework[Prose] = {}
    """Frameworks whose script is known to fail today, and why; when it passes again, the run says so."""
    missing: ByFramework[Missing] = {}
    """Frameworks that have no script here, and why."""
    formerly: tuple[Id, ...] = ()
    """Ids it had before; their addresses lead here."""
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    """What has to hold."""

    _id: str = PrivateAttr(default="")
    _scripts: Mapping[str, str] = PrivateAttr(default={})

    @property
    def id(self) -> str:
        """Return the pair's id, which is its folder's name."""
        return self._id

    @property
    def scripts(self) -> Mapping[str, str]:
        """Return the source text of each script, by framework id."""
        return self._scripts

    def furnish(self, id_: str, scripts: Mapping[str, str]) -> None:
        """Attach the folder's name and scripts; the loader calls this once."""
        self._id = id_
        self._scripts = scripts

    @property
    def folder(self) -> str:
        """Return the pair's folder relative to the checkout."""
        return self.site.file.rpartition("/")[0]

    @property
    def device(self) -> Device:
        """Return the device whose runs decide: the processor, for a pair that makes sense on one."""
        return Device.CPU if Device.CPU in self.devices else self.devices[0]

    def within(self, frameworks: Collection[str]) -> Pair:
        """Return the pair as it can be judged where only these frameworks are to be had; all, when none is named.

        A check across frameworks falls away with either side, and a check of one framework with it.
        """
        if not frameworks or set(self.scripts) <= set(frameworks):
            return self
        kept = {name: text for name, text in self.scripts.items() if name in frameworks}
        checks = []
        for check in self.checks:
            looks = [name for name in check.in_ or self.scripts if name in self.scripts]
            mine = tuple(name for name in looks if name in kept)
            if mine and not (across(check) and len(mine) < len(looks)):
                checks.append(check.model_copy(update={"in_": mine}) if check.in_ else check)
        made = self.model_copy(update={"checks": tuple(checks)})
        made.furnish(self.id, kept)
        return made

    def check_ids(self) -> list[str]:
        """Return the full ids by which claims cite this pair's checks."""
        return [f"{self.id}#{check.id}" for check in self.checks]
