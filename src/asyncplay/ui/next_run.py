"""With what the next run is made: each setting, how it is shown, turned with the arrows, or typed. Pure: the Runs pane and the bar draw it."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from asyncplay.config.settings import a_clock, a_seed
from asyncplay.late import dataclass
from asyncplay.sandbox import limits
from asyncplay.sandbox.levels import LEVELS

CLOCKS = ("real", "virtual", "x0.1", "x0.5", "x4", "x20")


@dataclass(frozen=True, slots=True)
class NextRun:
    """With what the next run is made."""

    clock: str = "real"
    seed: int | None = None
    """Shuffles the order of ready task steps; None: as asyncio has it."""
    detail: bool = False
    """Trace every line."""
    debug: bool = False
    """asyncio's debug mode."""
    variables: bool = False
    """Show what variables hold when a task suspends."""
    python: str = ""
    """Another interpreter; empty: the settings file's, or the one that runs asyncplay."""
    argv: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    """Files and folders that the snippet sees, read-only."""
    limits: tuple[str, ...] = ()
    """NAME=VALUE each, as for `asyncplay run --limit`."""
    level: str = ""
    """Sandbox level; empty: the settings file's, or the best that works."""

    def words(self, sandbox: str = "", python: str = "") -> str:
        """As the time bar has them before the first run."""
        parts = [f"{self.clock} clock"]
        if self.seed is not None:
            parts.append(f"seed {self.seed}")
        python = os.path.basename(self.python) if self.python else f"CPython {python}" if python else ""
        sandbox = self.level or sandbox
        parts += [f"sandbox {sandbox}"] * bool(sandbox) + [python] * bool(python)
        parts.append(f"line detail {'on' if self.detail else 'off'}")
        parts += ["variables"] * self.variables + ["debug mode"] * self.debug
        return " │ ".join(parts)

    def request(self) -> dict[str, Any]:
        """As a RunRequest takes it."""
        found: dict[str, Any] = {"clock": self.clock, "seed": self.seed, "detail": self.detail, "debug": self.debug, "variables": self.variables}
        found |= {"argv": self.argv} if self.argv else {}
        found |= {"python": self.python} if self.python else {}
        found |= {"shares": self.shares} if self.shares else {}
        return found | ({"level": self.level} if self.level else {})


@dataclass(frozen=True, slots=True)
class Dial:
    """One setting as the list has it."""

    label: str
    show: Callable[[NextRun], str]
    turn: Callable[[NextRun, int], NextRun] | None = None
    """The next value, or the one before (-1)."""
    read: Callable[[NextRun, str], NextRun] | None = None
    """From what was typed (`-`: the default again); ValueError says what is allowed."""
    typed: Callable[[NextRun], str] = lambda _: ""
    """What the prompt begins with."""
    hint: str = ""


def _clock(settings: NextRun, by: int) -> NextRun:
    place = CLOCKS.index(settings.clock) if settings.clock in CLOCKS else -max(by, 0)
    return replace(settings, clock=CLOCKS[(place + by) % len(CLOCKS)])


def _read_clock(settings: NextRun, text: str) -> NextRun:
    return replace(settings, clock=a_clock("real" if text == "-" else text))


def _seed(settings: NextRun, by: int) -> NextRun:
    if settings.seed is None:
        return replace(settings, seed=1) if by > 0 else settings
    seed = settings.seed + by
    return replace(settings, seed=seed if seed > 0 else None)


def _read_seed(settings: NextRun, text: str) -> NextRun:
    if text == "-":
        return replace(settings, seed=None)
    return replace(settings, seed=a_seed(int(text) if text.isdecimal() and len(text) < 19 else None))


def _switch(name: str) -> Callable[[NextRun, int], NextRun]:
    return lambda settings, by: replace(settings, **cast("dict[str, Any]", {name: not getattr(settings, name)}))


def _read_python(settings: NextRun, text: str) -> NextRun:
    if text == "-":
        return replace(settings, python="")
    found = shutil.which(os.path.expanduser(text))
    if found is None:
        raise ValueError("a CPython 3.11 or newer that is there, as python3.12 or .venv/bin/python")
    return replace(settings, python=os.path.abspath(found))


def _words(text: str) -> tuple[str, ...]:
    try:
        return () if text == "-" else tuple(shlex.split(text))
    except ValueError as error:
        raise ValueError(f"words as on a command line ({error})") from None


def _read_shares(settings: NextRun, text: str) -> NextRun:
    paths = tuple(os.path.abspath(os.path.expanduser(path)) for path in _words(text))
    for path in paths:
        if not os.path.exists(path):
            raise ValueError(f"files and folders that are there; {path[-60:]} is not")
        if path == "/":
            raise ValueError("what the program needs, not everything")
    return replace(settings, shares=paths)


def _read_limits(settings: NextRun, text: str) -> NextRun:
    words = _words(text.replace(",", " "))
    for word in words:
        limits.parse(word)
    return replace(settings, limits=words)


def _level(settings: NextRun, by: int) -> NextRun:
    names = ("", *LEVELS)
    return replace(settings, level=names[(names.index(settings.level) + by) % len(names)])


DIALS = (
    Dial("clock", lambda s: s.clock, _clock, _read_clock, lambda s: s.clock, "real, virtual, or xN: x0.1 is slow motion, x20 is fast"),
    Dial(
        "order", lambda s: "as it comes" if s.seed is None else f"shuffled, seed {s.seed}", _seed, _read_seed,
        lambda s: "" if s.seed is None else str(s.seed), "a whole number; - for the order as it comes",
    ),
    Dial("line detail", lambda s: "on: every line is traced" if s.detail else "off", _switch("detail")),
    Dial("variables", lambda s: "on: shown where tasks wait" if s.variables else "off", _switch("variables")),
    Dial("debug mode", lambda s: "on: asyncio's own" if s.debug else "off", _switch("debug")),
    Dial("interpreter", lambda s: s.python or "the usual one", None, _read_python, lambda s: s.python, "CPython 3.11 or newer; - for the usual one"),
    Dial(
        "arguments", lambda s: shlex.join(s.argv) or "none", None, lambda s, text: replace(s, argv=_words(text)), lambda s: shlex.join(s.argv),
        "as on a command line; - for none",
    ),
    Dial(
        "shares", lambda s: shlex.join(s.shares) or "nothing", None, _read_shares, lambda s: shlex.join(s.shares),
        "files and folders the program may read; - for none",
    ),
    Dial("sandbox", lambda s: s.level or "the best that works", _level),
    Dial(
        "limits", lambda s: " ".join(s.limits) or "the usual ones", None, _read_limits, lambda s: " ".join(s.limits),
        "as wall=60 memory=64MiB; - for the usual ones",
    ),
)  # fmt: skip
