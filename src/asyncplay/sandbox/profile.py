"""What a run's processes are told before they lock themselves down: the level, the limits, what is visible. Never anything of the snippet's text."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from asyncplay.sandbox.limits import LOCAL, Limits


@dataclass(frozen=True, slots=True)
class Profile:
    """Two runs with the same profile may use each other's spare."""

    level: str = "open"
    limits: Limits = LOCAL
    shares: tuple[str, ...] = ()
    cwd: str = ""
    """Where the user stands; the private work folder has the same path."""
    polite: bool = False
    """A program that spins gives way to others: a playground must stay responsive."""
    work: str = field(default="", compare=False)
    """restricted: the folder of the host's, made for this run, that it may write to."""
    environment: tuple[tuple[str, str], ...] = ()
    """For `open`, where a program may expect it: variables besides the clean ones."""

    def to_json(self) -> bytes:
        return json.dumps(dataclasses.asdict(self)).encode()

    @staticmethod
    def from_json(data: bytes) -> Profile:
        values: dict[str, Any] = json.loads(data)
        values["limits"] = Limits(**values["limits"])
        values["shares"] = tuple(values["shares"])
        values["environment"] = tuple((name, value) for name, value in values["environment"])
        return Profile(**values)
