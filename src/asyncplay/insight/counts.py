"""How often each line of the snippet was reached, up to a moment: kept while the playhead moves, forwards by adding, backwards by taking away. Pure.

With line detail every line is counted as it runs. Without, a line counts when a task is seen there: where it was made, where it stopped, where
it printed or set a timer; not twice in a row within the same step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from asyncplay.trace import events as ev
from asyncplay.trace.recording import Recording

_SEEN = (ev.StepEnded, ev.OutputWritten, ev.TaskCreated, ev.TimerScheduled, ev.ObjectTaken)


class LineCounts:
    """Of one recording. Asked for a moment, it looks at the events between that and the last one it was asked for."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._counts: Counter[int] = Counter()
        self._seq = 0
        self._detail = False

    def at(self, seq: int) -> Mapping[int, int]:
        """By line."""
        events = self.recording.events
        if not self._detail and len(self.recording.index.lines):
            self._detail, self._seq = True, 0
            self._counts.clear()
        if seq > self._seq:
            self._counts.update(self._lines(events[self._seq : seq], self._seq))
        elif seq < self._seq:
            self._counts.subtract(self._lines(events[seq : self._seq], seq))
        self._seq = seq
        return {line: count for line, count in self._counts.items() if count > 0}

    def _lines(self, events: Iterable[ev.Event], first: int) -> Iterable[int]:
        if self._detail:
            return (event.line for event in events if type(event) is ev.LineReached)
        seen = ((place, event.line) for place, event in enumerate(events, first) if isinstance(event, _SEEN))
        return (line for place, line in seen if line and not self._again(place, line))

    def _again(self, place: int, line: int) -> bool:
        """Whether the event just before was seen on the same line: one line that prints and sets a timer is reached once."""
        before = self.recording.events[place - 1] if place else None
        return isinstance(before, _SEEN) and before.line == line
