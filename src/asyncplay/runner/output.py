"""The snippet's standard streams: the bytes go down the pipes unchanged, and each write is claimed in the trace by its task and line."""

from __future__ import annotations

import io
import os
import sys
import zlib
from typing import Any

from asyncplay.runner import loops, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

CHUNK = 1 << 15
_write, _crc, _getframe = os.write, zlib.crc32, sys._getframe


class _Out(io.RawIOBase):
    """Descriptor 1 or 2. A write is recorded after its bytes are in the pipe, so that a claim never precedes them."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.name = "<stdout>" if fd == 1 else "<stderr>"
        self.mode = "wb"
        self.closefd = False

    def __repr__(self) -> str:
        return f"<_io.FileIO name='{self.name}' mode='wb' closefd=False>"

    def fileno(self) -> int:
        return self._fd

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, data: Any, /) -> int:
        chunk = bytes(memoryview(data)[:CHUNK])
        count = _write(self._fd, chunk)
        try:
            state = loops.here()
            task, begun = (state.task, state.begun) if state is not None and state.task else (0, 0)
            site = sites.of(_getframe(1))
            record.put(wire.OUT, record.now(), begun, task, self._fd, site, count, _crc(chunk[:count]))
        except Exception:
            pass
        return count


class _In(io.RawIOBase):
    """Standard input, which is empty; that it was asked is told."""

    name = "<stdin>"
    mode = "rb"
    closefd = False

    def __repr__(self) -> str:
        return "<_io.FileIO name='<stdin>' mode='rb' closefd=False>"

    def fileno(self) -> int:
        return 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        state = loops.here()
        frame = _getframe(1)
        while frame is not None and not sites.is_own(frame.f_code):
            frame = frame.f_back  # type: ignore[assignment]
        record.fact("stdin", task=state.task if state else 0, line=frame.f_lineno if frame is not None else 0)
        return 0


def _text(fd: int, errors: str) -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BufferedWriter(_Out(fd)), "utf-8", errors, line_buffering=True)
    stream.mode = "w"  # type: ignore[misc]
    return stream


def install() -> None:
    """Line by line, as at a terminal: what a program printed is seen at once, and is not lost when it ends badly."""
    sys.stdout = sys.__stdout__ = _text(1, "strict")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(2, "backslashreplace")  # type: ignore[misc]
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(_In()), "utf-8", "strict")  # type: ignore[misc]
    sys.stdin.mode = "r"  # type: ignore[misc]
