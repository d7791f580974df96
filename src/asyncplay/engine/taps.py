"""The pipes of a run's output, drained as far as its rate allows."""

from __future__ import annotations

import time

from asyncplay.engine.output import STREAMS, OutputMatcher
from asyncplay.engine.process import Warden

MiB = 1 << 20


class Taps:
    """`rate`: bytes a second; 0 for as many as come."""

    def __init__(self, matcher: OutputMatcher, rate: float) -> None:
        self._matcher = matcher
        self._rate = rate
        self._budget = rate
        self._at = time.monotonic()

    @property
    def shut(self) -> bool:
        """The rate allows no more for now."""
        return bool(self._rate) and self._budget <= 0

    def drain(self, warden: Warden) -> int:
        """Take what there is (at the end whatever the rate: what is left there is bounded by the pipes); so many bytes."""
        now = time.monotonic()
        if self._rate:
            self._budget = min(self._rate, self._budget + (now - self._at) * self._rate)
            self._at = now
        total = 0
        for stream, pipe in zip(STREAMS, (warden.stdout, warden.stderr), strict=True):
            while (not self.shut or warden.hung_up) and self._matcher.held(stream) < MiB and (data := pipe.read()):
                self._matcher.feed(stream, data)
                self._budget -= len(data)
                total += len(data)
        return total
