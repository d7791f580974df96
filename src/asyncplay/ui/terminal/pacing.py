"""When the next frame may go: once the terminal has taken the last one. Pure: whoever asks brings the time.

The terminal is asked for its cursor's position behind each frame; the answer says that all before it was drawn. A frame that may not go yet is not
queued: the picture goes on changing, and what is sent later is what is true then. Something typed may overtake one frame that is on its way.
"""

from __future__ import annotations

import math
from collections import deque

from asyncplay.late import dataclass

PATIENCE_S = 1.0
"""So long an answer is waited for, and longer by what the frame's bytes take on a slow line."""
SLOWEST = 2000.0
"""Bytes a second of the slowest line that is reckoned with."""
LATE_S = 8.0
FAR_S = 6.0
"""The slowest answers that are waited for each time."""
LOST_MAX = 3
"""Answers in a row that did not come, until nothing is waited for."""
PROBE_S = 10.0
"""A terminal that does not answer is asked again after so long."""
SLOW_S = 0.25
SAMPLES = 8
LOW_S = 0.25
"""Seconds between frames in low-bandwidth mode."""


@dataclass
class _Question:
    """One that the terminal was asked at this time."""

    at: float
    until: float
    holds: bool
    """The next frame waits for the answer."""


class Pacer:
    """The pace of one terminal."""

    def __init__(self, asks: bool = True) -> None:
        self.asks = asks
        """The terminal may be asked at all."""
        self.low = False
        """Low-bandwidth mode: fewer frames."""
        self.reset()

    def reset(self) -> None:
        """Another terminal, perhaps: after a pause of ours, or at the start."""
        self._asked: deque[_Question] = deque()
        self._lost = 0
        self._answered = False
        self._sent_at = -math.inf
        self._asked_at = -math.inf
        self.took: deque[float] = deque(maxlen=SAMPLES)
        """Seconds from frame to answer, the last few."""

    def greeted(self, now: float) -> bool:
        """Before the first frame: whether to ask, only to learn whether there are answers."""
        if self.asks:
            self._asked.append(_Question(now, now, False))
        return self.asks

    def wait(self, now: float, typed: bool = False) -> float:
        """Seconds until a frame may go; it is asked again when an answer comes."""
        self._give_up(now)
        pause = self._sent_at + LOW_S - now if self.low and not typed else 0.0
        flying = [question.until for question in self._asked if question.holds]
        if len(flying) >= (2 if typed else 1):
            return max(pause, flying[0] - now, 0.001)
        return max(0.0, pause)

    def sent(self, now: float, size: int) -> bool:
        """A frame of so many bytes goes out; whether the terminal is to be asked behind it."""
        self._sent_at = now
        if not self.asks or (self.is_mute and now - self._asked_at < PROBE_S):
            return False
        self._asked_at = now
        longer = size / SLOWEST + min(FAR_S, max(self.took, default=0.0)) if self._answered else 0.0  # a line that is far away is not a dead one
        self._asked.append(_Question(now, now + PATIENCE_S + longer, not self.is_mute))
        return True

    def answered(self, now: float) -> bool:
        """An answer; False: nobody asked."""
        self._lost, self._answered = 0, True
        if not self._asked:
            return False
        self.took.append(now - self._asked.popleft().at)
        return True

    @property
    def is_waited_for(self) -> bool:
        """A frame is on its way: the terminal has not yet said that it was drawn."""
        return any(question.holds for question in self._asked)

    @property
    def is_mute(self) -> bool:
        """The terminal does not answer: frames go as fast as it reads."""
        return self._lost >= (LOST_MAX if self._answered else 1)

    @property
    def is_slow(self) -> bool:
        """The line is slow: most answers take their time."""
        return len(self.took) == SAMPLES and sorted(self.took)[SAMPLES // 2] > SLOW_S

    def _give_up(self, now: float) -> None:
        """Nothing is waited for beyond its time. An answer that comes late still belongs to its question."""
        for question in self._asked:
            if question.holds and question.until <= now:
                question.holds = False
                self._lost += 1
        while self._asked and not self._asked[0].holds and now - self._asked[0].until > LATE_S:
            self._asked.popleft()
