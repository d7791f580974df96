"""What the settings file means for the playground: the runs, the looks, the keys. `config` reads the file, this applies it."""

from __future__ import annotations

import os
from typing import Any

from asyncplay.config import Config
from asyncplay.sandbox import limits
from asyncplay.ui.next_run import NextRun

_REQUEST = {"level": "sandbox", "sandbox": "sandbox", "python": "python"}
"""Fields of a request, and the setting in [run] that each comes from."""


def next_run(config: Config) -> NextRun:
    """With what the first run is made."""
    get = config.get
    return NextRun(get("run", "clock"), get("run", "seed"), get("run", "detail"), get("run", "debug"), get("run", "variables"))


def requested(config: Config) -> dict[str, Any]:
    """What a run's request has from the settings: what stands in the file only, so that a run's own defaults stay its own."""
    from asyncplay.engine.session import RunRequest

    found: dict[str, Any] = {}
    for field, name in _REQUEST.items():
        value = config.values.get(f"run.{name}")
        if value not in (None, "") and field in RunRequest.__dataclass_fields__:
            found[field] = os.path.expanduser(value) if name == "python" else value
    return found


def limited(config: Config, own: tuple[str, ...]) -> dict[str, Any]:
    """The limits of a run: the settings file's, and over them those that were chosen for it. Wrong ones in the file are left out."""
    changes: dict[str, float] = {}
    for name, text in config.limits.items():
        try:
            changes[name] = limits.parse_value(name, str(text))
        except (KeyError, ValueError):
            continue
    changes |= dict(map(limits.parse, own))
    found = limits.adjusted(limits.PROFILES[config.get("run", "profile")], changes)
    return {"limits": found, "timeout": found.wall}
