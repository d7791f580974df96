"""Writes to the terminal without ever waiting for it: what it does not take now is taken up when it can, by the event loop.

The terminal is opened anew where that is possible, because the descriptor that the shell gave is shared with it and must stay as it is.
"""

from __future__ import annotations

import asyncio
import os
import select
import termios
import time
from collections.abc import Callable

CLOSE_S = 0.4
"""So long the last words may take at the end; a terminal that is stuck gets them without what is before them."""
CHUNK = 16384


def terminal_of(*candidates: int) -> int | None:
    """The first of these descriptors that is a terminal."""
    for fd in candidates:
        try:
            if os.isatty(fd):
                return fd
        except OSError:
            continue
    return None


class Writer:
    """One terminal, from `open` to `close`."""

    def __init__(self, fd: int, on_drained: Callable[[], None]) -> None:
        self._given = fd
        self._fd = -1
        self._own = False
        self._rest = b""
        self._watching: asyncio.AbstractEventLoop | None = None
        self._on_drained = on_drained
        self.broken = False
        """The terminal is gone."""

    def open(self) -> None:
        self._let_go()
        try:
            self._fd = os.open(os.ttyname(self._given), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._own = True
        except OSError:
            self._fd, self._own = self._given, False
        self.broken = False

    @property
    def pending(self) -> int:
        """Bytes that the terminal has not taken."""
        return len(self._rest)

    def write(self, data: bytes) -> None:
        """Take these, now or as soon as the terminal does."""
        if self._fd < 0 or self.broken:
            return
        self._rest += data
        if self._watching is None:
            self._push()
            if self._rest:
                self._watch()

    def _push(self) -> None:
        try:
            while self._rest:
                if not self._own and not select.select([], [self._fd], [], 0)[1]:
                    return
                taken = os.write(self._fd, self._rest[: CHUNK if self._own else 256])
                self._rest = self._rest[taken:]
        except BlockingIOError:
            pass
        except OSError:
            self._rest, self.broken = b"", True

    def _watch(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # a signal handler outside of the loop: the next write takes it up
        loop.add_writer(self._fd, self._ready)
        self._watching = loop

    def _unwatch(self) -> None:
        if self._watching is not None:
            self._watching.remove_writer(self._fd)
            self._watching = None

    def _ready(self) -> None:
        self._push()
        if not self._rest:
            self._unwatch()
            self._on_drained()

    def close(self, last: bytes) -> bool:
        """Say the last words and let go; whether all was taken. A terminal that takes nothing costs CLOSE_S, not more."""
        if self._fd < 0:
            return False
        taken = self._finish(last) and not self.broken
        if not taken:
            try:
                termios.tcflush(self._fd, termios.TCOFLUSH)
            except termios.error:
                pass
            self._rest = b""
            self._finish(b"\x18" + last)  # CAN: a sequence that was cut off is not completed by what follows
        self._let_go()
        return taken

    def _let_go(self) -> None:
        self._unwatch()
        if self._own:
            os.close(self._fd)
        self._fd, self._own, self._rest = -1, False, b""

    def _finish(self, last: bytes) -> bool:
        self._rest += last
        end = time.monotonic() + CLOSE_S
        while self._rest and not self.broken:
            self._push()
            left = end - time.monotonic()
            if self._rest and (left <= 0 or not select.select([], [self._fd], [], left)[1]):
                return False
        return True
