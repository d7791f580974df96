"""The snippet's standard streams: the bytes go down the pipes unchanged, and each write is claimed in the trace by its task and line.

They are what python makes of a pipe (the same types, names and modes). A line of stdout leaves when it is complete, as on a terminal; where it goes
to none and nobody watches the run, in blocks: what is lost with `os._exit`, or comes behind a child's own output, is what it is under python.
"""

from __future__ import annotations

import io
import os
import sys
import weakref
import zlib
from typing import Any

from asyncplay.runner import alarms, loops, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

CHUNK = 1 << 15
_write, _crc, _getframe = os.write, zlib.crc32, sys._getframe


class FileIO(io.FileIO):
    """Descriptor 1 or 2. A write is recorded after its bytes are in the pipe, so that a claim never precedes them."""

    def write(self, data: Any, /) -> int:
        whole = memoryview(data).cast("B")
        count = self._part(whole[:CHUNK])
        while unbuffered and count < len(whole):  # no writer above this one sees to the rest
            count += self._part(whole[count : count + CHUNK])
        return count

    def _part(self, data: memoryview) -> int:
        chunk = bytes(data)
        fd = self.fileno()
        count = _write(fd, chunk)
        try:
            state = loops.here()
            task, begun = (state.task, state.begun) if state is not None and state.task else (0, 0)
            site = sites.of(_getframe(2))
            record.put(wire.OUT, record.now(), begun, task, fd, site, count, _crc(chunk[:count]))
        except Exception:
            alarms.let_out()
        return count


class _Empty(io.FileIO):
    """Standard input, which is empty; that it was asked is told."""

    def readinto(self, buffer: Any, /) -> int:
        _asked(_getframe(1))
        return 0

    def readall(self) -> bytes:
        _asked(_getframe(1))
        return b""


def _asked(frame: Any) -> None:
    state = loops.here()
    while frame is not None and not sites.is_own(frame.f_code):
        frame = frame.f_back
    record.fact("stdin", task=state.task if state else 0, line=frame.f_lineno if frame is not None else 0)


for _kind in (FileIO, _Empty):
    _kind.__module__, _kind.__name__, _kind.__qualname__ = "_io", "FileIO", "FileIO"

unbuffered = False
"""The user has PYTHONUNBUFFERED set."""
_blocks = False
"""Stdout is no terminal, and nobody asks who printed what."""
_stdout: Any = None
"""A weak reference: what is in the buffer when Python ends leaves as the stream goes."""


def _open(fd: int, name: str, mode: str) -> Any:
    raw: Any = (FileIO if fd else _Empty)(fd, mode, closefd=False)
    raw.name = name
    return raw


def _text(buffer: Any, errors: str, mode: str) -> Any:
    lines = mode == "w" and not unbuffered and not (_blocks and errors != "backslashreplace")
    stream: Any = io.TextIOWrapper(buffer, "utf-8", errors, line_buffering=lines, write_through=mode == "w" and unbuffered)
    stream.mode = mode
    return stream


def _room(fd: int) -> int:
    """As `open` has it."""
    size = os.fstat(fd).st_blksize
    return size if sys.version_info < (3, 14) else max(min(size, 1 << 23), io.DEFAULT_BUFFER_SIZE)


def install(errors: str) -> None:
    global _stdout
    for fd, name in ((1, "stdout"), (2, "stderr")):
        raw = _open(fd, f"<{name}>", "wb")
        stream = _text(raw if unbuffered else io.BufferedWriter(raw, _room(fd)), "backslashreplace" if fd == 2 else errors, "w")
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    _stdout = weakref.ref(sys.stdout)
    sys.stdin = sys.__stdin__ = _text(io.BufferedReader(_open(0, "<stdin>", "rb")), errors, "r")  # type: ignore[misc]


def suit(errors: str, at_once: bool, blocks: bool) -> None:
    """As python would have them where the user is, which a spare did not know."""
    global unbuffered, _blocks
    if errors != sys.stdout.errors or at_once or blocks:
        unbuffered, _blocks = at_once, blocks and not at_once
        install(errors)


def flush() -> None:
    """The run is about to be ended from outside: what it printed is to be seen."""
    if _blocks:
        try:
            _stdout().flush()
        except Exception:
            pass
