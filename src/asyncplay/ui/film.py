"""The film: which moment of a recording is on show. It moves by kinds of events, plays, holds, loops a stretch; the program never notices.

The playhead is a number of events; None is *live*: whatever the end is. While a film plays by time, its clock also stands between events.
No Textual, and no clock of its own: whoever draws says how much time has passed.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot

if TYPE_CHECKING:
    from asyncplay.insight import moves
    from asyncplay.trace.recording import Recording
else:
    moves = late.module("asyncplay.insight.moves")

SPEEDS = ((0.1, "1/10"), (0.25, "1/4"), (0.5, "1/2"), (1.0, "x1"), (4.0, "x4"), (inf, "max"))
STEP_S = 0.5
"""How long each task step is shown at speed 1, by step."""
SWEEP = 150
"""As fast as possible, by time: a whole run in at most so many frames."""


@dataclass(slots=True)
class Stretch:
    """A part of the film that plays over and over, in events; without an end as yet it does nothing."""

    start: int
    end: int | None = None


class Film:
    """One recording's, until `open` brings another."""

    def __init__(self) -> None:
        self.speed = 3
        self.by_step = False
        self.open(None)

    def open(self, recording: Recording | None) -> None:
        """Another recording, live."""
        self.recording = recording
        self.place: int | None = None
        self.playing = False
        self.stretch: Stretch | None = None
        self._time: float | None = None
        self._waited = 0.0

    # where it stands

    @property
    def live(self) -> bool:
        return self.place is None

    @property
    def seq(self) -> int:
        """So many events have happened."""
        if self.recording is None:
            return 0
        return self.recording.seq if self.place is None else min(self.place, self.recording.seq)

    @property
    def time(self) -> float:
        """The moment on show, in seconds of the run."""
        if self._time is not None:
            return self._time
        return moves.time_of(self.recording, self.seq) if self.recording is not None else 0.0

    def snapshot(self) -> Snapshot:
        """The state at the playhead."""
        if self.recording is None:
            return Snapshot(0, 0.0)
        return self.recording.latest() if self.place is None else self.recording.snapshot_at(self.place)

    @property
    def speed_name(self) -> str:
        """`x1`, by step `s1`."""
        name = SPEEDS[self.speed][1]
        return name if not self.by_step else "s" + name.removeprefix("x").replace("1/10", "/10")

    # moving

    def seek(self, place: int) -> None:
        """To a number of events; playing goes on from there."""
        if self.recording is not None:
            self.place, self._time, self._waited = max(0, min(place, self.recording.seq)), None, 0.0

    def seek_time(self, seconds: float) -> None:
        """To a time, which need not be an event's."""
        if self.recording is not None:
            self.seek(moves.at_time(self.recording, seconds))
            self._time = max(0.0, seconds)

    def move(self, kind: str, direction: int, task: int | None = None) -> bool:
        """To the next (1) or previous (-1) event of a kind, and hold there; False if there is none."""
        if self.recording is None:
            return False
        found = moves.find(self.recording, self.seq, kind, direction, task)
        if found is None:
            return False
        self.playing = False
        self.seek(found)
        return True

    def back_to_live(self) -> None:
        self.place, self._time, self.playing = None, None, False

    # playing

    def play_or_hold(self) -> bool:
        """Whether it plays now. Held while live, it stands; at the end of a run it starts over."""
        if self.recording is None:
            return False
        if self.playing:
            self.playing = False
        elif self.live and not self.over:
            self.seek(self.recording.seq)
        else:
            if self.live or self.seq >= self.recording.seq:
                self.seek(0)
            self.playing, self._waited = True, 0.0
        return self.playing

    @property
    def over(self) -> bool:
        """Whether the run has ended: nothing will be added."""
        return self.recording is not None and self.recording.latest().finished is not None

    def faster(self, by: int) -> None:
        self.speed = max(0, min(self.speed + by, len(SPEEDS) - 1))

    def mark(self) -> Stretch | None:
        """The stretch's start, then its end, then none."""
        if self.stretch is None:
            self.stretch = Stretch(self.seq)
        elif self.stretch.end is None and self.seq != self.stretch.start:
            self.stretch = Stretch(min(self.stretch.start, self.seq), max(self.stretch.start, self.seq))
        else:
            self.stretch = None
        return self.stretch

    def advance(self, elapsed: float, end: float) -> None:
        """So much time has passed for who watches; the run's own clock stands at `end`."""
        if not self.playing or self.recording is None:
            return
        if self.by_step:
            self._advance_steps(elapsed)
        else:
            self._advance_time(elapsed, end)
        stretch = self.stretch
        if stretch is not None and stretch.end is not None and not stretch.start <= self.seq < stretch.end:
            self.seek(stretch.start)
        elif (not self.by_step and self.time >= end) or (self.seq >= self.recording.seq and (self.over or self.by_step)):
            self.back_to_live()

    def _advance_steps(self, elapsed: float) -> None:
        assert self.recording is not None
        self._waited += elapsed
        pause = STEP_S / SPEEDS[self.speed][0]
        while self._waited >= pause:
            found = moves.find(self.recording, self.seq, "step", 1)
            left = self._waited - pause
            self.seek(found if found is not None else self.recording.seq)
            self._waited = left if pause else 0.0
            if found is None or not pause:
                return

    def _advance_time(self, elapsed: float, end: float) -> None:
        assert self.recording is not None
        speed = SPEEDS[self.speed][0]
        if speed == inf:
            following = moves.find(self.recording, self.seq, "event", 1)
            time = max(self.time + end / SWEEP, moves.time_of(self.recording, following) if following is not None else end)
        else:
            time = self.time + elapsed * speed
        self.seek_time(min(time, end))
