"""Where a move of the playhead leads: the next or previous event of a kind. Pure; a few bisections, however long the recording is.

The playhead is a number of events: at n it shows the state after the first n, and the event under it is the last of these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from asyncplay.trace.index import RUNS, Index
from asyncplay.trace.recording import Recording

KINDS = ("event", "step", "switch", "iteration", "line", "print", "trouble", "block", "task_step")

_PLACES = {
    "step": attrgetter("steps"), "switch": attrgetter("switches"), "iteration": attrgetter("iterations"), "line": attrgetter("lines"),
    "print": attrgetter("prints"), "trouble": attrgetter("trouble"), "block": attrgetter("blocks"),
}  # fmt: skip


def find(recording: Recording, seq: int, kind: str, direction: int, task: int | None = None) -> int | None:
    """The playhead after the next (direction 1) or previous (-1) event of that kind; None where there is none.

    Backwards by event the first stop is 0, before everything; by another kind it is the first of that kind."""
    if kind == "event":
        n = seq + direction
        return n if 0 <= n <= recording.seq else None
    if kind == "task_step":
        return _task_step(recording.index, seq, direction, task)
    return _near(_PLACES[kind](recording.index), seq, direction)


def _near(places: Sequence[int], seq: int, direction: int) -> int | None:
    """The event under playhead n has place n - 1."""
    n = bisect_left(places, seq) if direction > 0 else bisect_left(places, seq - 1) - 1
    return places[n] + 1 if 0 <= n < len(places) else None


def _task_step(index: Index, seq: int, direction: int, task: int | None) -> int | None:
    track = index.tracks.get(task) if task is not None else None
    if track is None:
        return None
    if direction > 0:
        n = track.codes.find(RUNS, bisect_left(track.seqs, seq))
    else:
        n = track.codes.rfind(RUNS, 0, max(0, bisect_left(track.seqs, seq - 1)))
    return track.seqs[n] + 1 if n >= 0 else None


def at_time(recording: Recording, seconds: float) -> int:
    """The playhead after all that had happened by that time."""
    return bisect_right(recording.index.times, seconds)


def time_of(recording: Recording, seq: int) -> float:
    """The time on show at a playhead."""
    times = recording.index.times
    return times[min(seq, len(times)) - 1] if seq > 0 and len(times) else 0.0
