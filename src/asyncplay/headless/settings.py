"""What `[run]` of the settings file says of a run, where the command line says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asyncplay.config import load
from asyncplay.headless.interpreter import find_interpreter
from asyncplay.late import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    clock: str
    seed: int | None
    debug: bool
    detail: bool
    variables: bool
    level: str
    python: str | None


def chosen(given: Mapping[str, Any]) -> Chosen:
    """`given`: the options by name, None where there is none. UsageError where the interpreter cannot run snippets."""
    config = load()

    def choose(name: str) -> Any:
        return given[name] if given[name] is not None else config.get("run", name)

    seed, python = choose("seed"), choose("python")
    return Chosen(
        choose("clock"),
        None if seed == "-" else seed,
        choose("debug"),
        choose("detail"),
        choose("variables"),
        choose("sandbox"),
        find_interpreter(python, "--python" if given["python"] else f"{config.path}: [run] python") if python else None,
    )
