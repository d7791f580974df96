"""The ends that come from outside: SIGTERM, a hang-up, a terminal that is gone. Within a second the text is safe, the terminal restored, all gone.

The polite way goes first; where the program is stuck (a terminal that takes no byte), a thread finishes the job. No Textual.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncplay.ui.terminal.answers import Answers

PATIENCE_S = 0.7
"""So long the polite way may take, without what it waits for the last answers of a slow terminal."""
RESTORE = b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
"""Mouse, focus, paste and keyboard reports off, lines wrap, main screen, cursor."""


class Ending:
    """`leave(code)` is the polite way, called in the application's loop; `rescue` saves the text, and may be called in any thread; `answers` has what
    the terminal owes."""

    def __init__(self, leave: Callable[[int], object], rescue: Callable[[], object], answers: Callable[[], Answers | None] = lambda: None) -> None:
        self._leave, self._rescue, self._answers = leave, rescue, answers
        self._post: Callable[..., object] = lambda *_: None
        self.code: int | None = None
        self._fd = _terminal()
        self._flags = termios.tcgetattr(self._fd) if self._fd is not None else None

    def watch(self, post: Callable[..., object]) -> None:
        """Take the signals; `post` runs a function in the application's loop, as `call_soon_threadsafe` does. Main thread only."""
        self._post = post
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)

    def _signalled(self, number: int, frame: Any) -> None:
        self.begin(128 + number)

    def begin(self, code: int) -> None:
        """The end, unless it has begun."""
        if self.code is not None:
            return
        self.code = code
        threading.Thread(target=self._finish, args=(threading.Event(), code), name="asyncplay-ending", daemon=True).start()
        try:
            self._post(self._leave, code)
        except RuntimeError:
            pass  # the loop is closed: the end is near anyway

    def _finish(self, never: threading.Event, code: int) -> None:
        never.wait(PATIENCE_S)
        try:
            self._rescue()
        finally:
            answers = self._answers()
            if answers is not None and answers.leaving and not answers.over:
                answers.wait()
                never.wait(PATIENCE_S)
            self.restore(answers)
            os._exit(code)

    def restore(self, answers: Answers | None = None) -> None:
        """The terminal as it was, as far as it takes bytes, once it has answered what it was asked: the rest would be typed into the shell."""
        if self._fd is None or self._flags is None:
            return
        try:
            if select.select([], [self._fd], [], 0)[1]:
                os.set_blocking(self._fd, False)
                os.write(self._fd, RESTORE + (answers.leave(len(RESTORE)).encode() if answers is not None else b""))
                os.set_blocking(self._fd, True)
                if answers is not None:
                    answers.wait()
            termios.tcsetattr(self._fd, termios.TCSANOW, self._flags)
        except (OSError, termios.error, ValueError):
            pass

    def hung_up(self) -> bool:
        """Whether the terminal is gone, though no signal came (SIGHUP is ignored under nohup): reading it would spin for ever."""
        if self._fd is None:
            return False
        poll = select.poll()
        poll.register(self._fd, 0)
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0))


def _terminal() -> int | None:
    try:
        fd = sys.__stdin__.fileno() if sys.__stdin__ is not None else -1
        return fd if fd >= 0 and os.isatty(fd) else None
    except (OSError, ValueError):
        return None
