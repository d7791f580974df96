"""Where things are in a recording, kept while it grows: what moving and drawing look up instead of walking a million events.

One writer: the recording. Every number in here is the place of an event (the first is 0), in rising order, so that `bisect` finds it.
A task's *track* is its history in one byte an event: enough to draw its lane at any zoom by looking for bytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from asyncplay.trace import events as ev
from asyncplay.trace.snapshot import BLOCK_S

CODES = b"crwyWtiRFXL"
CREATED, RUNS, WAITS, YIELDS, WOKEN, BY_TIMER, BY_IO, RETURNED, FAILED, CANCELLED, LOST = CODES
"""The bytes of a track. Each is a change of the task's state."""
READY_CODES = frozenset((CREATED, YIELDS, WOKEN, BY_TIMER, BY_IO))
END_CODES = frozenset((RETURNED, FAILED, CANCELLED, LOST))
LATE_S = 0.05
"""A timer that rang later than this after it was due made its task late."""
_ENDS = {"returned": RETURNED, "raised": FAILED, "cancelled": CANCELLED}
_IO = ("stream.", "socket", "datagram", "subprocess")


class Stretches:
    """Times that lasted: begin and end in seconds, and the places of the first event in each and of the one that ended it."""

    __slots__ = ("begins", "ends", "firsts", "lasts")

    def __init__(self) -> None:
        self.begins = array("d")
        self.ends = array("d")
        self.firsts = array("I")
        self.lasts = array("I")

    def add(self, begin: float, end: float, first: int, last: int) -> None:
        self.begins.append(begin)
        self.ends.append(end)
        self.firsts.append(first)
        self.lasts.append(last)


NONE = array("I")
"""Never added to."""
NEVER = Stretches()
"""Never added to."""


class Track:
    """One task's history. Most tasks never print, block or are late: these share what is empty."""

    __slots__ = ("begun", "blocks", "codes", "early", "kind", "lates", "prints", "seqs", "until", "wakers")

    def __init__(self) -> None:
        self.seqs = array("I")
        self.codes = bytearray()
        self.prints = NONE
        self.wakers = NONE
        """Who woke it, for each WOKEN in its codes; 0: a callback."""
        self.lates = NEVER
        """From when a timer was due to when the task was woken, where that was late."""
        self.blocks = NEVER
        """Steps of BLOCK_S or more."""
        self.begun = 0.0
        self.until: float | None = None
        self.kind = ""
        self.early = False

    def add(self, seq: int, code: int) -> None:
        self.seqs.append(seq)
        self.codes.append(code)


class Index:
    """Places of events by what they are."""

    __slots__ = ("_running", "blocks", "iterations", "lines", "prints", "steps", "switches", "times", "tracks", "trouble")

    def __init__(self) -> None:
        self.times = array("d")
        """When each event happened; never falls."""
        self.steps = array("I")
        """Begins of steps."""
        self.switches = array("I")
        """Begins of steps of another task than the one before."""
        self.iterations = array("I")
        self.lines = array("I")
        self.prints = array("I")
        self.trouble = array("I")
        """Exceptions, cancellations, tasks lost, deadlocks."""
        self.blocks = array("I")
        self.tracks: dict[int, Track] = {}
        self._running = 0

    def add(self, event: ev.Event, at: float) -> None:
        """Take the next event, which happened at that time by the fold."""
        method = _METHODS.get(type(event))
        if method is not None:
            method(self, event, len(self.times), at)
        self.times.append(at)

    def _created(self, e: ev.TaskCreated, seq: int, at: float) -> None:
        self.tracks[e.task] = track = Track()
        track.add(seq, CREATED)

    def _started(self, e: ev.StepStarted, seq: int, at: float) -> None:
        self.steps.append(seq)
        if e.task != self._running:
            self.switches.append(seq)
            self._running = e.task
        track = self.tracks[e.task]
        track.add(seq, RUNS)
        track.begun = at
        track.early = False

    def _ended(self, e: ev.StepEnded, seq: int, at: float) -> None:
        track = self.tracks[e.task]
        wait = e.wait
        if e.busy >= BLOCK_S or at - track.begun >= BLOCK_S:
            self._long(track, seq, at)
        if wait is None or track.early:
            track.add(seq, YIELDS)
            track.until = None
        else:
            track.add(seq, WAITS)
            track.until = wait.until
            track.kind = wait.kind

    def _long(self, track: Track, seq: int, at: float) -> None:
        begun = track.seqs[-1]
        if track.blocks is NEVER:
            track.blocks = Stretches()
        track.blocks.add(track.begun, at, begun, seq)
        if not self.blocks or self.blocks[-1] < begun:  # else the watchdog has told it
            self.blocks.append(seq)

    def _woken(self, e: ev.TaskWoken, seq: int, at: float) -> None:
        track = self.tracks[e.task]
        if e.cancelled:
            self.trouble.append(seq)
        if track.codes[-1] == RUNS:
            track.early = True
        elif track.codes[-1] == WAITS:
            until = track.until
            code = WOKEN
            if e.by is None and not e.cancelled:
                if until is not None and at >= until:
                    code = BY_TIMER
                elif track.kind.startswith(_IO):
                    code = BY_IO
            track.add(seq, code)
            if code == WOKEN:
                if track.wakers is NONE:
                    track.wakers = array("I")
                track.wakers.append(e.by or 0)
            if until is not None and at - until > LATE_S:
                if track.lates is NEVER:
                    track.lates = Stretches()
                track.lates.add(until, at, bisect_left(self.times, until), seq)

    def _done(self, e: ev.TaskDone, seq: int, at: float) -> None:
        track = self.tracks[e.task]
        if track.codes[-1] == RUNS and (e.busy >= BLOCK_S or at - track.begun >= BLOCK_S):
            self._long(track, seq, at)
        track.add(seq, _ENDS[e.outcome])
        if e.outcome != "returned":
            self.trouble.append(seq)

    def _destroyed(self, e: ev.TaskDestroyed, seq: int, at: float) -> None:
        self.tracks[e.task].add(seq, LOST)
        self.trouble.append(seq)

    def _print(self, e: Any, seq: int, at: float) -> None:
        self.prints.append(seq)
        if getattr(e, "task", None) is not None:
            track = self.tracks[e.task]
            if track.prints is NONE:
                track.prints = array("I")
            track.prints.append(seq)

    def _trouble(self, e: ev.Event, seq: int, at: float) -> None:
        self.trouble.append(seq)

    def _block(self, e: ev.StepBlocked, seq: int, at: float) -> None:
        self.blocks.append(seq)

    def _callback(self, e: ev.CallbackRan, seq: int, at: float) -> None:
        if e.seconds >= BLOCK_S:
            self.blocks.append(seq)

    def _iteration(self, e: ev.Event, seq: int, at: float) -> None:
        self.iterations.append(seq)

    def _line(self, e: ev.Event, seq: int, at: float) -> None:
        self.lines.append(seq)


_METHODS: dict[type[ev.Event], Callable[[Index, Any, int, float], None]] = {
    ev.TaskCreated: Index._created,
    ev.StepStarted: Index._started,
    ev.StepEnded: Index._ended,
    ev.TaskWoken: Index._woken,
    ev.TaskDone: Index._done,
    ev.TaskDestroyed: Index._destroyed,
    ev.OutputWritten: Index._print,
    ev.StdinRead: Index._print,
    ev.ErrorRaised: Index._trouble,
    ev.Deadlocked: Index._trouble,
    ev.StepBlocked: Index._block,
    ev.CallbackRan: Index._callback,
    ev.LoopIterated: Index._iteration,
    ev.LineReached: Index._line,
}
"""What each event adds; those that are not named add their time alone."""
