"""The timeline's axis: which stretch of a run is on show, which events fall into which cell, and what is written above the cells. Pure.

A window is measured in seconds, or in steps, where each task step has the same length, so that microseconds can be watched. Cells are
half-open: the end of one is the begin of the next; the last one takes in the window's end.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right

from asyncplay.late import dataclass
from asyncplay.trace.recording import Recording

SHORTEST_S = 1e-6
GAP = 13
"""Cells from one label to the next, at least."""
UNITS = ((1.0, "seconds", "s"), (1e-3, "milliseconds", "ms"), (1e-6, "microseconds", "µs"))


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a run on so many cells. `by` is time or step; start and end are seconds, or numbers of steps."""

    start: float
    end: float
    width: int
    by: str = "time"

    @property
    def span(self) -> float:
        return self.end - self.start

    def column(self, place: float) -> int | None:
        """The cell of a place on the axis; None outside."""
        if not self.start <= place <= self.end:
            return None
        return min(self.width - 1, int((place - self.start) * self.width / self.span)) if self.span > 0 else 0

    def place(self, column: float) -> float:
        """Where a cell begins."""
        return self.start + self.span * column / self.width


def whole(recording: Recording, width: int, by: str = "time", now: float | None = None) -> Window:
    """The run from its begin to its end, or to now."""
    if by == "step":
        return Window(0.0, float(max(1, len(recording.index.steps))), width, by)
    times = recording.index.times
    end = max(times[-1] if times else 0.0, now or 0.0)
    return Window(0.0, end if end > 0 else 1.0, width, by)


def zoomed(window: Window, factor: float, around: float, full: Window) -> Window:
    """A window of 1/factor the length in which `around` keeps its cell, within the whole run."""
    least = SHORTEST_S if window.by == "time" else 1.0
    span = min(max(window.span / factor, least), full.span)
    share = (around - window.start) / window.span if window.span > 0 else 0.5
    return _within(around - span * min(max(share, 0.0), 1.0), span, window, full)


def moved(window: Window, by: float, full: Window) -> Window:
    """The window shifted by so many times its length, within the whole run."""
    return _within(window.start + window.span * by, window.span, window, full)


def showing(window: Window, place: float, full: Window) -> Window:
    """The window, moved so that it shows this place; the same one if it does."""
    if window.start <= place <= window.end:
        return window
    return _within(place - window.span / 2, window.span, window, full)


def _within(start: float, span: float, window: Window, full: Window) -> Window:
    span = min(span, full.span)
    start = min(max(start, full.start), full.end - span)
    return Window(start, start + span, window.width, window.by)


def place_of(recording: Recording, seq: int, by: str) -> float:
    """Where a playhead stands on the axis."""
    index = recording.index
    if by == "step":
        return float(max(0, bisect_left(index.steps, seq) - 1))
    return index.times[min(seq, recording.seq) - 1] if seq > 0 and recording.seq else 0.0


def seq_at(recording: Recording, window: Window, column: int) -> int:
    """The playhead that a click on a cell means: after the first event in it, or else after the last one before it."""
    places = bounds(recording, window)
    column = min(max(column, 0), window.width - 1)
    first, after = places[column], places[column + 1]
    return first + 1 if first < after else first


def bounds(recording: Recording, window: Window) -> list[int]:
    """The place of the first event of each cell, and of the first one beyond the last cell. Cells of one and the same step share their begin."""
    index = recording.index
    width, start, span = window.width, window.start, window.span
    if window.by != "step":
        times = index.times
        found = [bisect_left(times, start + span * k / width) for k in range(width)]
        return [*found, bisect_right(times, window.end)]
    steps, total = index.steps, recording.seq
    out = []
    for k in range(width + 1):
        unit = math.floor(start + span * k / width + 1e-9)
        out.append(0 if unit <= 0 else steps[unit] if unit < len(steps) else total)
    return out


def labels(window: Window) -> tuple[str, str]:
    """The unit in words, and the line above the cells: a tick at each round number, its label before it."""
    if window.by == "step":
        return "steps", _ticks(window, 1.0, "", max(1.0, _round_step(window)))
    step = _round_step(window)
    scale, name, short = next((unit for unit in UNITS if step >= unit[0] * 0.099), UNITS[-1])
    return name, _ticks(window, scale, "" if scale == 1.0 else f" {short}", step)


def _round_step(window: Window) -> float:
    """The least 1, 2 or 5 times a power of ten that is GAP cells or more."""
    least = max(window.span * GAP / max(1, window.width), 1e-12)
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= least * 0.999)


def _ticks(window: Window, scale: float, unit: str, step: float) -> str:
    cells = [" "] * window.width
    digits = max(0, -math.floor(math.log10(step / scale) + 1e-9))
    n = math.ceil(window.start / step - 1e-9)
    first = True
    while n * step <= window.end + 1e-12:
        at = window.column(min(max(n * step, window.start), window.end)) or 0
        text = f"{n * step / scale:.{digits}f}"
        if first:
            text = (text if n else "0") + unit
            put = at + 1 if at + 1 + len(text) <= window.width else at - len(text)
        else:
            put = at - len(text)
        if put >= 0 and all(cell == " " for cell in cells[put : put + len(text)]):
            cells[put : put + len(text)] = text
        cells[at] = "┬"
        first = False
        n += 1
    return "".join(cells[: window.width])
