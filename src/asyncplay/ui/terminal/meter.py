"""What goes over the wire: bytes and frames, in all and in the last second. Pure."""

from __future__ import annotations

from collections import deque

SPAN_S = 1.0


class Meter:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.bytes = self.frames = self.skipped = 0
        """In all; `skipped`: frames that a later one took up, because the terminal was not ready."""
        self._recent: deque[tuple[float, int]] = deque()

    def wrote(self, now: float, size: int) -> None:
        self.bytes += size
        self._recent.append((now, size))
        self._forget(now)

    def rate(self, now: float) -> int:
        """Bytes in the last second."""
        self._forget(now)
        return sum(size for _, size in self._recent)

    def _forget(self, now: float) -> None:
        while self._recent and self._recent[0][0] <= now - SPAN_S:
            self._recent.popleft()
