"""What the terminal still owes: the answers to our questions, picked out of what it sends. They are nobody else's: the terminal is not given back
before the last one is in, or the shell would take them for typing. Fed by the thread that hears the terminal; anybody may wait. No Textual.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque

from asyncplay.ui.terminal.pacing import SLOWEST

ASK = "\x1b[6n"
"""Where is the cursor? The answer comes once everything before it was drawn."""
LAST = "\x1b[c" + ASK
"""Who are you, and where is the cursor? The last questions: once the first is answered only one is owed, whatever was lost before."""
LEAVE_S = 8.0
"""So long the last answers may take, and longer by what the bytes before them take on a slow line."""
FIRST_S = 4.0
"""A terminal that has said nothing so long after the beginning does not answer."""
HELD_S = 2.0
"""An answer that has begun is over after so long: it was something else."""
_ANSWER = re.compile(rb"\x1b\[(?:\d{1,5};\d{1,5}R|\?[\d;]{0,80}c)")
_BEGUN = re.compile(rb"\x1b(?:\[(?:\?[\d;]{0,80}|\d{0,5}|\d{1,5};\d{0,5}))?\Z")
_INTERRUPT = b"\x03"


class Answers:
    """From `begin` to the answer of `LAST`."""

    def __init__(self, asks: bool = True) -> None:
        self._asks = asks
        self._changed = threading.Condition()
        self.begin()

    def begin(self) -> None:
        """The terminal is ours (again)."""
        with self._changed:
            self._owed: deque[int] = deque()
            self._held, self._held_at = b"", 0.0
            self._began, self._answered, self._gone = time.monotonic(), False, False
            self.leaving = False
            """The last questions were asked."""

    def asked(self, questions: int, size: int) -> None:
        """Before it is sent: so many questions in so many bytes."""
        with self._changed:
            self._owed.extend([size] * min(questions, 1) + [0] * (questions - 1))

    def leave(self, size: int) -> str:
        """Before the last words are said, in so many bytes: what is to be asked behind them, once."""
        with self._changed:
            if self.leaving:
                return ""
            self.leaving = True
        self.asked(int(self._asks), size)
        return LAST if self._asks else ""

    def feed(self, data: bytes) -> tuple[bytes, int]:
        """What is no answer of all that came, and how many answers there were. What may be the begin of one is kept until the rest is there."""
        with self._changed:
            if not self._held:
                self._held_at = time.monotonic()
            data, self._held = self._held + data, b""
            rest, count, at = [], 0, 0
            for found in _ANSWER.finditer(data):
                if not self._owed:
                    break
                rest.append(data[at : found.start()])
                at = found.end()
                count += self._take(found.group())
            left = data[at:]
            begun = _BEGUN.search(left) if self._owed else None
            if begun is not None:
                left, self._held = left[: begun.start()], begun.group()
            rest.append(left)
            self._gone |= self.leaving and _INTERRUPT in left
            self._changed.notify_all()
            return b"".join(rest), count

    def _take(self, answer: bytes) -> int:
        self._answered = True
        if answer.endswith(b"R"):
            self._owed.popleft()
            return 1
        while self.leaving and len(self._owed) > 1:
            self._owed.popleft()  # lost: answers come in the order of the questions
        return 0

    def broken_off(self, escape_s: float) -> tuple[bytes, bool]:
        """Nothing followed for a while: what was kept and is no answer after all (a lone Esc is a key after so long); whether something still is."""
        with self._changed:
            patience = escape_s if self._held == b"\x1b" else HELD_S if self._owed else 0.0
            if self._held and time.monotonic() - self._held_at < patience:
                return b"", True
            data, self._held = self._held, b""
            return data, False

    def end(self) -> None:
        """Nothing more will come: the terminal is gone."""
        with self._changed:
            self._gone = True
            self._changed.notify_all()

    @property
    def over(self) -> bool:
        """All there is for us is here; what comes now is somebody else's."""
        return self.leaving and (self._gone or not self._owed)

    def wait(self, most: float | None = None) -> bool:
        """Until all answers are in; False: given up, after what a slow line may take."""
        with self._changed:
            now = time.monotonic()
            limit = LEAVE_S + sum(self._owed) / SLOWEST if self._answered else self._began + FIRST_S - now
            self._changed.wait_for(lambda: self._gone or not self._owed, max(0.0, limit if most is None else min(limit, most)))
            return not self._owed
