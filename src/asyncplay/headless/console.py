"""stdout, stderr and exit codes of the headless front ends live here and nowhere else.

What asyncplay says on stderr is one line each, beginning with its name, and safe to show. stdout carries what was asked for and nothing
else. A reader who has gone is no error: what he would have read is thrown away.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

OK = 0
FAILED = 1
USAGE = 2
INTERNAL = 70
SETUP_FAILED = 125
STOPPED = 130
READER_GONE = 141
"""What a shell shows for a program that SIGPIPE ended."""


class UsageError(Exception):
    """Wrong usage, in one line: exit code 2."""


class SetupError(Exception):
    """The sandbox that was asked for could not be set up, in one line: exit code 125."""


def prepare() -> None:
    """Make sure that descriptors 0 to 2 are open, so that none of ours takes such a number, and that no text is unprintable."""
    for fd in (0, 1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """One line on stderr, in asyncplay's name."""
    _write(sys.stderr, said(text))


def said(text: str) -> str:
    """The line that `say` writes."""
    from asyncplay.insight.clean import visible

    return f"asyncplay: {visible(' '.join(text.splitlines()))}\n"


def out(text: str = "") -> None:
    """One line on stdout."""
    _write(sys.stdout, text + "\n")


def out_json(value: object) -> None:
    """One JSON value on stdout."""
    _write(sys.stdout, to_json(value) + "\n")


def to_json(value: object) -> str:
    """JSON in one line, ASCII only. Infinite numbers, which JSON has not, become null."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return None
    return value


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        _forget(stream)


def _forget(stream: TextIO) -> None:
    """Whatever is still buffered for a reader who has gone is thrown away, now and at the interpreter's end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
    except (OSError, ValueError):
        pass


def finish(code: int) -> int:
    """The exit code, once all that was written is out."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (OSError, ValueError):
                _forget(stream)
    return code
