"""What a name on the command line means: a file, `-` for standard input, or a scenario. A path that exists is that path."""

from __future__ import annotations

import difflib
import os
import sys

from asyncplay.headless.console import UsageError
from asyncplay.late import dataclass
from asyncplay.lessons.lesson import find_path, names
from asyncplay.lessons.source import SIZE_MAX, SourceError, decode, read_text


@dataclass(frozen=True, slots=True)
class Program:
    path: str
    """As the user gave it, or the scenario's file."""
    source: str


def locate(name: str) -> str:
    """The path meant, `-` as it is. UsageError where there is neither a file nor a scenario of that name."""
    if name == "-" or (os.path.exists(name) and not os.path.isdir(name)):
        return name
    found = find_path(name)
    if found is not None:
        return str(found)
    if os.path.isdir(name):
        raise UsageError(f"{name} is a directory")
    if os.sep in name or name.endswith(".py"):
        raise UsageError(f"no such file: {name}")
    close = difflib.get_close_matches(name, names(), 1)
    raise UsageError(f"no such file or scenario: {name}" + (f" (did you mean {close[0]}?)" if close else " (asyncplay scenarios lists them)"))


def load(name: str) -> Program:
    """The program of that name."""
    path = locate(name)
    try:
        if path != "-":
            return Program(path, read_text(path))
        return Program(path, decode(sys.stdin.buffer.read(SIZE_MAX + 1) if sys.stdin else b""))
    except SourceError as error:
        raise UsageError(f"{'standard input' if path == '-' else path} {error}") from None


def check_playable(name: str) -> None:
    """UsageError where the playground could not open that name. A `.py` file need not exist yet."""
    if name.startswith("ap1:"):
        raise UsageError(f"{name[:60]}: codes come with a later version")
    if name.endswith(".asyncplay"):
        if not os.path.isfile(name):
            raise UsageError(f"no such recording: {name}")
        return  # what is wrong with it, the playground says
    if name == "-":
        raise UsageError("the playground reads no standard input; asyncplay run - does")
    folder = os.path.dirname(name) or "."
    if os.path.lexists(name) or not name.endswith(".py"):
        load(name)
    elif not os.path.isdir(folder):
        raise UsageError(f"no such folder: {folder}")
