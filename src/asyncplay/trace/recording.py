"""One run's events, whole, and the snapshot at any of them.

Live is replay with the playhead at the end: `latest` is the fold of everything so far, `snapshot_at` goes forward from the nearest state
before. A million events stay small: they are packed (`store`), and so are the states between which a seek folds (`keyframes`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from asyncplay.trace.events import Event, NoteMade, OutputWritten, StdinRead
from asyncplay.trace.fold import Fold, IllegalEvent
from asyncplay.trace.index import Index
from asyncplay.trace.keyframes import Keyframes
from asyncplay.trace.output import OutputLine, OutputLines
from asyncplay.trace.snapshot import Snapshot
from asyncplay.trace.store import Events

KEYFRAME_EVERY = 2048
MARK_EVERY = 1024
"""On its way from a keyframe a seek leaves a copy of its state behind after so many events: stepping back starts there."""
_SPEAKS = frozenset({OutputWritten, NoteMade, StdinRead})


class Recording:
    """Grows by `append` and `extend`; an illegal event raises and is not kept."""

    def __init__(self, source: str = "", path: str = "", keyframe_every: int = KEYFRAME_EVERY) -> None:
        self.source = source
        """The text that was run."""
        self.path = path
        """Its file, as the user gave it."""
        self._every = keyframe_every
        self._events = Events(size=keyframe_every)
        self._keys = Keyframes(self._events.table)
        self._live = Fold()
        self._span = -1
        """The keyframe from which the last seek went."""
        self._marks: list[Fold] = []
        """States on the way from there, in order."""
        self._cursor = self._live
        self._output = OutputLines()
        self.index = Index()
        """Where things are. To be read, not changed."""

    @property
    def events(self) -> Sequence[Event]:
        """All events so far, made when they are asked for. To be read, not changed."""
        return self._events

    @property
    def seq(self) -> int:
        """How many events there are."""
        return self._live.seq

    @property
    def output(self) -> list[OutputLine]:
        """All lines of output so far. To be read, not changed."""
        return self._output.lines

    @property
    def packed(self) -> Events:
        """The events as they are kept. To be read, not changed."""
        return self._events

    @property
    def keyframes(self) -> Keyframes:
        """States on the way. To be read, not changed."""
        return self._keys

    def append(self, event: Event) -> None:
        """Take the next event; IllegalEvent if it cannot follow."""
        self.extend((event,))

    def extend(self, events: Iterable[Event]) -> None:
        """Take the next events; IllegalEvent at the first that cannot follow: those before it are kept, it and those after it are not."""
        left = list(events)
        while left:
            room = self._keys.frames[-1].seq + self._every - self.seq
            batch = left[: max(1, room)]
            self._take(batch)
            left = left[len(batch) :]
            if room <= len(batch):
                self._keys.add(self._live.state)

    def take(self, events: list[Event]) -> list[Event]:
        """Take those that can follow; these. A decoder lets no other through: if one slips by, a run still has its end."""
        taken: list[Event] = []
        left = events
        while left:
            before = self.seq
            try:
                self.extend(left)
                return taken + left
            except IllegalEvent:
                kept = self.seq - before
                taken += left[:kept]
                left = left[kept + 1 :]
        return taken

    def _take(self, batch: list[Event]) -> None:
        before = self.seq
        try:
            self._live.extend(batch, self.index.add)
        finally:
            kept = batch[: self.seq - before]
            for n, event in enumerate(kept, before):
                if type(event) in _SPEAKS:
                    self._output.add(event, n)
            self._events.extend(kept)

    def latest(self) -> Snapshot:
        """The state now."""
        return self._live.freeze()

    def snapshot_at(self, n: int) -> Snapshot:
        """The state after the first n events (n beyond either end means that end)."""
        n = max(0, min(n, self.seq))
        if n == self.seq:
            return self.latest()
        return self._fold_at(n).freeze()

    def take_over(self, events: Events, index: Index, keyframes: Keyframes) -> None:
        """Be a recording that was kept: its events, with an index and keyframes that were checked. Unchanged if the last state does not lead to
        its end, or the index is of other tasks."""
        last = keyframes.frames[-1]
        live = Fold(last.state(keyframes.rows))
        live.extend(events[last.seq :])
        live.freeze()
        if live.seq != len(events) or list(live.state.tasks) != list(index.tracks):
            raise IllegalEvent("the states are not those of the events")
        output = OutputLines()
        for seq, event in events.of(_SPEAKS):
            output.add(event, seq)
        self._events, self.index, self._keys, self._live, self._output = events, index, keyframes, live, output

    def _fold_at(self, n: int) -> Fold:
        """A fold that stands at n, for reading: the next seek moves it."""
        key = self._keys.before(n)
        if key.seq != self._span:
            self._span, self._marks = key.seq, [Fold(key.state(self._keys.rows))]
            self._cursor = self._marks[0].copy()
        near = self._marks[bisect_right(self._marks, n, key=_seq) - 1]
        if not near.seq <= self._cursor.seq <= n:
            self._cursor = near.copy()
        cursor = self._cursor
        while cursor.seq < n:
            mark = self._marks[-1].seq + MARK_EVERY
            stop = mark if cursor.seq < mark < n else n
            cursor.go_on(self._events[cursor.seq : stop])
            if stop == mark:
                self._marks.append(cursor.copy())
        return cursor


def _seq(fold: Fold) -> int:
    return fold.seq
