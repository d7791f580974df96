"""The snippet's output on its way through to stdout and stderr.

To a file or a pipe bytes pass unchanged. On a terminal control characters are made visible and only colours pass. A thread writes, so that a
slow reader holds up neither the run's limits nor Ctrl+C; what waits for him is bounded by the limit on output, 16 MB for each stream.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import functools
import os
import queue
import re
import select
import threading
from collections.abc import Callable

from asyncplay.headless.console import said
from asyncplay.insight.clean import visible

LIMIT = 16_000_000
_FDS = {"stdout": 1, "stderr": 2}
_HALF = re.compile(r"(?:\r|\x1b(?:\[[0-9;:]{0,40})?)\Z")
_RESET = b"\x1b[0m"


class Passage:
    """Takes chunks of output, in order, and writes them out. To be closed."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._reader_gone: Callable[[], object] | None = None
        self._taken = dict.fromkeys(_FDS, 0)
        self._cleaners = {stream: Cleaner() for stream, fd in _FDS.items() if os.isatty(fd)}
        self._broken: set[int] = set()
        self.trouble = ""
        """Why stdout cannot be written, where its reader has not simply gone."""
        self._queue: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._pump, name="output", daemon=True)
        self._thread.start()

    @property
    def gone(self) -> bool:
        """Whether the reader of stdout has gone."""
        return 1 in self._broken and not self.trouble

    def when_reader_gone(self, loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
        """Call this, in that loop, when nobody reads stdout any more: as a pipe ends any program that writes into it."""
        self._reader_gone = functools.partial(loop.call_soon_threadsafe, call)
        if self.gone:
            call()

    def take(self, stream: str, data: bytes) -> None:
        """Pass on these bytes, or as many as the limit still allows. Never waits."""
        room = self._limit - self._taken[stream]
        if room < 0:
            return
        self._taken[stream] += len(data)
        if len(data) <= room:
            self._put(stream, data)
            return
        self._put(stream, data[:room])
        self._taken[stream] = self._limit + 1
        if room and not data[:room].endswith(b"\n") and stream == "stderr":
            self._queue.put((2, b"\n"))
        self._queue.put((2, said(f"{stream} is longer than {self._limit:,} bytes; the rest is dropped (--limit output=)").encode()))

    def close(self) -> None:
        """Wait until everything is written."""
        for stream, cleaner in self._cleaners.items():
            self._queue.put((_FDS[stream], cleaner.end()))
        self._queue.put(None)
        self._thread.join()

    def _put(self, stream: str, data: bytes) -> None:
        cleaner = self._cleaners.get(stream)
        self._queue.put((_FDS[stream], cleaner.clean(data) if cleaner else data))

    def _pump(self) -> None:
        while (item := self._queue.get()) is not None:
            fd, data = item
            if fd in self._broken:
                continue
            try:
                _write_all(fd, data)
            except OSError as error:
                self._fail(fd, error)

    def _fail(self, fd: int, error: OSError) -> None:
        self._broken.add(fd)
        if fd != 1:
            return
        if not isinstance(error, BrokenPipeError):
            self.trouble = error.strerror or str(error)
        elif self._reader_gone is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the run is over anyway
                self._reader_gone()


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(fd, rest) :]
        except BlockingIOError:  # somebody made the terminal non-blocking
            select.select([], [fd], [])


class Cleaner:
    """Bytes for a terminal: text whose control characters are visible. Characters and colours may be cut anywhere between two chunks."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._held = ""
        """The beginning of a colour sequence, or a carriage return that a line end may follow."""
        self._coloured = False

    def clean(self, data: bytes) -> bytes:
        return self._clean(self._held + self._decoder.decode(data), final=False)

    def end(self) -> bytes:
        """What was held back; and the terminal's own colours again."""
        rest = self._clean(self._held + self._decoder.decode(b"", final=True), final=True)
        return rest + _RESET if self._coloured else rest

    def _clean(self, text: str, final: bool) -> bytes:
        self._held = ""
        if not final:
            half = _HALF.search(text)
            cut = half.start() if half else len(text)
            text, self._held = text[:cut], text[cut:]
        shown = "\n".join(visible(line, keep_sgr=True) for line in text.replace("\r\n", "\n").split("\n"))
        self._coloured = self._coloured or "\x1b" in shown
        return shown.encode("utf-8", "backslashreplace")
