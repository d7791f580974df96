"""A fault of ours: its report goes to a private file, and the terminal gets one line. No Textual.

The report has what is needed to mend the fault, and nothing of what the user typed: no values of variables, no text.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import platform
import sys
import tempfile
import time
import traceback

from asyncplay import __version__
from asyncplay.config.paths import make_private, state_folder
from asyncplay.insight.clean import visible

CODE = 70
SIZE_MAX = 64 << 10
KEPT = 10


def report(error: BaseException, note: str = "") -> str | None:
    """Write a report; its path, or None where none can be written."""
    try:
        folder = make_private(state_folder("crashes"))
        fd, name = tempfile.mkstemp(".txt", time.strftime("crash-%Y%m%d-%H%M%S-"), folder)
        with os.fdopen(fd, "wb") as file:
            file.write(_text(error, note).encode("utf-8", "backslashreplace")[:SIZE_MAX])
    except OSError:
        return None
    _sweep(folder)
    return name


def _text(error: BaseException, note: str) -> str:
    try:
        trace = "".join(traceback.format_exception(error, limit=-60))
    except Exception as failure:  # a fault in a fault's own words
        trace = f"{type(error).__name__} ({type(failure).__name__} while it was told)"
    lines = [
        f"asyncplay {__version__}, {time.strftime('%Y-%m-%d %H:%M:%S')}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"Textual {_version('textual')}, Rich {_version('rich')}",
        f"TERM={os.environ.get('TERM', '')} encoding={getattr(sys.__stdout__, 'encoding', '')} {note}",
        "",
    ]
    return "\n".join(lines) + trace


def _version(name: str) -> str:
    import importlib.metadata

    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return "?"


def _sweep(folder: pathlib.Path) -> None:
    """The newest stay."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.glob("crash-*.txt"), reverse=True)[KEPT:]:
            old.unlink()


def said(error: BaseException, path: str | None, kept: bool) -> str:
    """What the user is told."""
    words = visible(" ".join(f"{type(error).__name__}: {error}".split())[:200])
    where = f"The report: {path}" if path else "No report could be written"
    text = " Your text is kept: the next start offers it." if kept else ""
    return f"a fault of asyncplay's own: {words}. {where}.{text}"
