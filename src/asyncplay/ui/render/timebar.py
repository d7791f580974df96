"""The time bar: where in the run the playhead stands, `├────█────┤`, cell for cell below the timeline's lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.rows import Row

if TYPE_CHECKING:
    from asyncplay.insight.axis import bounds, place_of, whole
else:
    bounds, place_of, whole = late.functions("asyncplay.insight.axis", "bounds", "place_of", "whole")

WIDE = 110


def cells_at(width: int) -> tuple[int, int]:
    """The first cell of lanes and bar, and how many there are."""
    first, right = (13, 2) if width >= WIDE else (11, 1)
    return first, max(1, width - first - right)


def word(frame: Frame) -> str:
    """What the film does."""
    if frame.playing:
        return "PLAY"
    if not frame.live:
        return "BACK"
    return "ASKS" if frame.status == "asks" else "END" if frame.over else "LIVE"


def time_row(frame: Frame, width: int, ascii: bool, focused: bool) -> Row:
    """The whole run from its begin to its end, or to now."""
    first, count = cells_at(width)
    speed = f"{frame.speed:>3} " if len(frame.speed) < 4 else frame.speed
    head = f" {word(frame):<4} {speed if frame.status != 'asks' else ''}"
    dash, head_mark, left, right = "-#||" if ascii else "─█├┤"
    cells = [dash] * count
    recording = frame.recording
    if recording is None or width < 40:
        return [(head, "focus" if focused else "text")]
    window = whole(recording, count, frame.axis, frame.end)
    if width >= WIDE:
        _prints(cells, frame, bounds(recording, window))
    if frame.stretch is not None:
        for place, mark in ((frame.stretch.start, "["), (frame.stretch.end, "]")):
            if place is not None:
                cells[window.column(place_of(recording, place, window.by)) or 0] = mark
    at = count - 1 if frame.live else window.column(_place(frame, window.by)) or 0
    row = "".join(cells)
    return [
        (head.ljust(first - 1), "focus" if focused else "text"),
        (left + row[:at], "text.quiet"),
        (head_mark, "playhead" if frame.live else "playhead.here"),
        (row[at + 1 :] + right, "text.quiet"),
    ]


def _place(frame: Frame, by: str) -> float:
    assert frame.recording is not None
    return frame.now if by == "time" else place_of(frame.recording, frame.seq, by)


def _prints(cells: list[str], frame: Frame, places: list[int]) -> None:
    """A `p` where something was printed, one lookup for each cell."""
    from bisect import bisect_left

    assert frame.recording is not None
    prints = frame.recording.index.prints
    n = bisect_left(prints, places[0])
    for k in range(len(cells)):
        after = bisect_left(prints, places[k + 1], n)
        if after > n:
            cells[k] = "p"
        n = after
