"""`--limit NAME=VALUE`, `--timeout` and the class profile, as the limits of a run."""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.config import Config, load
from asyncplay.headless.console import UsageError
from asyncplay.sandbox import limits
from asyncplay.sandbox.limits import Limits


def given(texts: Sequence[str]) -> dict[str, float]:
    """The limits that the command line names; UsageError for what is none."""
    found = {}
    for text in texts:
        try:
            name, value = limits.parse(text)
        except ValueError as error:
            raise UsageError(f"--limit {error}") from None
        found[name] = value
    return found


def of_run(texts: Sequence[str], timeout: float | None, profile: str | None) -> Limits:
    """The profile, with what the settings file says, with what the command line says. `wall` and `--timeout` are one: the shorter holds."""
    config = load()
    changes = configured(config) | given(texts)
    if timeout is not None:
        named = changes.get("wall", timeout) if any(text.startswith("wall=") for text in texts) else timeout
        changes["wall"] = min(timeout, named)
    return limits.adjusted(limits.PROFILES[profile or config.get("run", "profile")], changes)


def configured(config: Config) -> dict[str, float]:
    """The settings file's; what is wrong in it is left out here (`asyncplay config` names it)."""
    found = {}
    for name, text in config.limits.items():
        try:
            found[name] = limits.parse_value(name, text)
        except (KeyError, ValueError):
            continue
    return found
