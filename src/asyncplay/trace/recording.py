"""One run's events, whole, and the snapshot at any of them.

Live is replay with the playhead at the end: `latest` is the fold of everything so far, `snapshot_at` goes forward from the nearest
keyframe before. Keyframes lie further apart the more tasks there are, so that together they stay within a few times one state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from asyncplay.trace.events import Event
from asyncplay.trace.fold import Fold
from asyncplay.trace.index import Index
from asyncplay.trace.output import OutputLine, OutputLines
from asyncplay.trace.snapshot import Snapshot

KEYFRAME_EVERY = 2000


class Recording:
    """Grows by `append`; an illegal event raises and is not kept."""

    def __init__(self, source: str = "", path: str = "", keyframe_every: int = KEYFRAME_EVERY) -> None:
        self.source = source
        """The text that was run."""
        self.path = path
        """Its file, as the user gave it."""
        self._every = keyframe_every
        self._events: list[Event] = []
        self._live = Fold()
        self._keys: list[Fold] = [Fold()]
        self._next_key = keyframe_every
        self._cursor = Fold()
        self._output = OutputLines()
        self.index = Index()
        """Where things are. To be read, not changed."""

    @property
    def events(self) -> Sequence[Event]:
        """All events so far. To be read, not changed."""
        return self._events

    @property
    def seq(self) -> int:
        """How many events there are."""
        return len(self._events)

    @property
    def output(self) -> list[OutputLine]:
        """All lines of output so far. To be read, not changed."""
        return self._output.lines

    def append(self, event: Event) -> None:
        """Take the next event; IllegalEvent if it cannot follow."""
        self._live.apply(event)
        self.index.add(event, self._live.at)
        self._output.add(event)
        self._events.append(event)
        if len(self._events) >= self._next_key:
            self._keys.append(self._live.copy())
            self._next_key = len(self._events) + max(self._every, 4 * self._live.tasks)

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            self.append(event)

    def latest(self) -> Snapshot:
        """The state now."""
        return self._live.freeze()

    def snapshot_at(self, n: int) -> Snapshot:
        """The state after the first n events (n beyond either end means that end)."""
        n = max(0, min(n, len(self._events)))
        if n == len(self._events):
            return self.latest()
        key = self._keys[bisect_right(self._keys, n, key=_seq) - 1]
        if not key.seq <= self._cursor.seq <= n:
            self._cursor = key.copy()
        for event in self._events[self._cursor.seq : n]:
            self._cursor.apply(event)
        return self._cursor.freeze()


def _seq(fold: Fold) -> int:
    return fold.seq
