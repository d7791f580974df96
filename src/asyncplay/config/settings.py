"""Every setting: its section, name, default, what is allowed, and a word for people. The one place where a setting is declared.

`read` turns what stands in the file into the value; it raises ValueError with what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from asyncplay.late import dataclass
from asyncplay.sandbox.levels import LEVELS

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the file."""

    section: str
    name: str
    default: Any
    read: Read
    help: str
    example: str = ""
    """As it may stand in the file, where the default has no form there."""

    @property
    def key(self) -> str:
        return f"[{self.section}] {self.name}"


def one_of(*allowed: str) -> Read:
    def read(value: Any) -> str:
        if value not in allowed or not isinstance(value, str):
            raise ValueError(f"one of {', '.join(allowed)}")
        return value

    return read


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def auto_or_bool(value: Any) -> bool | None:
    """None: by itself."""
    if value == "auto":
        return None
    if not isinstance(value, bool):
        raise ValueError('true, false or "auto"')
    return value


def a_text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 4096:
        raise ValueError("a text in quotes")
    return value


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.isprintable() for one in value):
        raise ValueError("a list of texts")
    return tuple(value)


def a_clock(value: Any) -> str:
    if value in ("real", "virtual"):
        return str(value)
    if isinstance(value, str) and (found := re.fullmatch(r"x(\d{1,9}(?:\.\d{1,9})?)", value)) and 0.001 <= float(found[1]) <= 10_000:
        return value
    raise ValueError("real, virtual, or xN with a number N from 0.001 to 10000, as x0.1 or x20")


def a_seed(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise ValueError("a whole number, 0 or more")
    return value


def a_limit(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).isprintable():
        raise ValueError('a number, or a text such as "64MiB"')
    return str(value)


SETTINGS = (
    Setting("run", "clock", "real", a_clock, "the clock of a run: real, virtual (sleeping costs nothing), or xN (x0.1 is slow motion)"),
    Setting("run", "seed", None, a_seed, "shuffle the order of ready task steps; the same number gives the same run", "7"),
    Setting("run", "sandbox", "auto", one_of("auto", *LEVELS), "how far a snippet is shut in; a named level never accepts a lower one"),
    Setting("run", "profile", "local", one_of("local", "class"), "the limits to begin with; class: narrower, where many share a machine"),
    Setting("run", "python", "", a_text, "run snippets with this interpreter; empty: the one that runs asyncplay"),
    Setting("run", "detail", False, yes_or_no, "trace every line of the snippet, not only where tasks stop"),
    Setting("run", "variables", False, yes_or_no, "show what variables hold when a task suspends"),
    Setting("run", "debug", False, yes_or_no, "asyncio's debug mode"),
    Setting("lessons", "folders", (), texts, "folders with lessons of your own", '["~/lessons"]'),
    Setting("ui", "theme", "asyncplay-dark", a_text, "asyncplay-dark, asyncplay-light, or the name of a theme of Textual's"),
    Setting("ui", "glyphs", "auto", one_of("auto", "unicode", "ascii"), "the marks: by what the terminal can show, or always one set"),
    Setting("ui", "low_bandwidth", None, auto_or_bool, "send less: fewer frames, no blinking; auto offers it on a slow line", '"auto"'),
    Setting("ui", "cursor_blink", False, yes_or_no, "a blinking cursor costs bytes all the time"),
    Setting("ui", "restore", True, yes_or_no, "asyncplay with no name opens what was open last; false: the first lesson"),
    Setting("ui", "clipboard", True, yes_or_no, "copy to the terminal's clipboard, too (OSC 52: works over SSH)"),
    Setting("ui", "complete", True, yes_or_no, "Tab completes after a name or a dot; false: it always indents"),
    Setting("ui", "problems", True, yes_or_no, "mark errors and warnings in the text while you write"),
)  # fmt: skip
LIMITS = ("cpu", "wall", "memory", "tasks", "files", "file", "disk", "inodes", "output")
"""Names that [limits] may have; what the values mean is told by `asyncplay run --limit`."""
SECTIONS = ("limits", "run", "lessons", "ui", "keys")
