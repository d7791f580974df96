"""One terminal's wire: holds picture, pace and meter together, and decides when bytes go out. All output passes here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from rich.segment import Segment

from asyncplay.ui.terminal.answers import ASK, Answers
from asyncplay.ui.terminal.meter import Meter
from asyncplay.ui.terminal.pacing import Pacer
from asyncplay.ui.terminal.picture import Picture
from asyncplay.ui.terminal.writer import Writer

SYNC = ("\x1b[?2026h", "\x1b[?2026l")
SYNC_MIN = 1500
"""A frame smaller than this is drawn in one go anyway."""

STUCK_S = 0.3
"""So long the answers of a terminal that does not take our last words are waited for."""

Piece = tuple[int, int, Iterable[Segment]]


class Wire:
    """From frames to bytes."""

    def __init__(self, fd: int, picture: Picture, asks: bool, encoding: str = "utf-8") -> None:
        self.picture = picture
        self.pacer = Pacer(asks)
        self.answers = Answers(asks)
        self.meter = Meter()
        self.writer = Writer(fd, self.flush)
        self.sync = False
        """The terminal can be told to draw a frame at once."""
        self.on_slow: Callable[[], None] = lambda: None
        """Called once, when the line turns out to be slow."""
        self._encoding = encoding
        self._told_slow = False
        self._cursor: tuple[int, int] = (0, 0)
        self._typed = False
        self._open = False
        self._timer: asyncio.TimerHandle | None = None

    def open(self, modes: str) -> None:
        """Begin, or go on after a pause: the terminal shows something else now."""
        self.writer.open()
        self._open = True
        self.pacer.reset()
        self.answers.begin()
        self.picture.forget()
        self.say(modes + (ASK if self.pacer.greeted(time.monotonic()) else ""))

    def close(self, modes: str) -> bool:
        """The terminal is somebody else's from here on, once it has answered all we asked; False: it has not. Nothing more is drawn for that."""
        if not self._open:
            return True
        self._open = False
        self._unset_timer()
        taken = self.writer.close((modes + self.answers.leave(len(modes))).encode())
        return self.answers.wait(STUCK_S if not taken else None)

    def say(self, text: str) -> None:
        """Something that is no picture, at once."""
        data = text.encode(self._encoding, "replace")
        self.meter.wrote(time.monotonic(), len(data))
        if ASK in text:
            self.answers.asked(text.count(ASK), len(data))
        self.writer.write(data)

    # frames

    def show(self, pieces: Iterable[Piece], size: tuple[int, int], cursor: tuple[int, int]) -> None:
        """A frame of Textual's: this is what should be seen."""
        self.picture.resize(*size)
        put = self.picture.put
        for x, y, strip in pieces:
            put(x, y, strip)
        self._cursor = cursor
        if not self._send():
            self.meter.skipped += 1

    def repaint(self) -> None:
        """Everything anew: something else wrote to the terminal."""
        self.picture.forget()
        self.typed()
        self.flush()

    def typed(self) -> None:
        """Somebody pressed a key: the next frame is the answer to it."""
        self._typed = True

    def answered(self) -> None:
        """The terminal has drawn all up to a frame."""
        if self.pacer.answered(time.monotonic()):
            self.flush()
            if not self._told_slow and not self.pacer.low and self.pacer.is_slow:
                self._told_slow = True
                self.on_slow()

    @property
    def is_shown(self) -> bool:
        """The terminal has drawn all that should be seen, as far as it tells."""
        return self._timer is None and not self.writer.pending and not self.pacer.is_waited_for

    def flush(self) -> None:
        """Send what changed, if it may go now; else when it may."""
        self._send()

    def _send(self) -> bool:
        if not self._open or self.writer.pending:
            return False
        now = time.monotonic()
        wait = self.pacer.wait(now, self._typed)
        self._unset_timer()
        if wait > 0:
            self._timer = asyncio.get_running_loop().call_later(wait, self.flush)
            return False
        text = self.picture.changes(self._cursor)
        if text:
            self._out(text, now)
        return True

    def _out(self, text: str, now: float) -> None:
        size = len(text)
        if self.pacer.sent(now, size):
            text += ASK
        if self.sync and size > SYNC_MIN:
            text = text.join(SYNC)
        self._typed = False
        self.meter.frames += 1
        self.say(text)

    def _unset_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def details(self) -> str:
        """What the wire does, in a few words."""
        meter, pacer = self.meter, self.pacer
        answer = "no answer" if pacer.is_mute or not pacer.took else f"{pacer.took[-1] * 1e3:.0f} ms"
        return f"{meter.rate(time.monotonic()):,} B/s {answer}{' low' if pacer.low else ''}"
