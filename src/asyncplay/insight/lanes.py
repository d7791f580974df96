"""The timeline: a lane for each task, drawn cell by cell from what the recording's index knows. Pure.

A lane costs as much as there are cells in which something happened to its task, never as much as there are events: zooming out over a
million events looks for bytes, not at events. Only the lanes that are asked for are drawn. Which glyph wins in a cell is the precedence
of the screens: the end, a print, what woke the task, an arrow to or from the selected task, blocking, running, ready, late, waiting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from asyncplay.insight.axis import Window, bounds
from asyncplay.late import dataclass
from asyncplay.trace import index as ix
from asyncplay.trace.events import StepEnded
from asyncplay.trace.index import Stretches, Track
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import BLOCK_S, Snapshot

GLYPHS = {
    "running": ("█", "#"), "blocking": ("B", "B"), "ready": ("○", "o"), "waiting": ("─", "-"), "late": ("░", ":"), "returned": ("√", "D"),
    "raised": ("!", "F"), "cancelled": ("x", "C"), "destroyed": ("¬", "L"), "unknown": ("?", "U"), "print": ("p", "p"), "timer": ("t", "t"),
    "io": ("i", "i"), "up": ("▲", "^"), "down": ("▼", "v"), "": (" ", " "),
}  # fmt: skip
"""What a cell may hold: its glyph, and the one for terminals without it."""

WORDS = {
    "running": "runs", "ready": "ready", "waiting": "waits", "late": "late", "blocking": "blocks", "print": "printed", "timer": "timer rang",
    "io": "I/O came", "up": "woke the selected task", "returned": "returned", "raised": "failed", "cancelled": "cancelled", "destroyed": "lost",
    "unknown": "unknown",
}  # fmt: skip
_ENDS = ((ix.RETURNED, "returned"), (ix.FAILED, "raised"), (ix.CANCELLED, "cancelled"), (ix.LOST, "destroyed"))
_STATE = {
    ix.CREATED: "ready", ix.YIELDS: "ready", ix.WOKEN: "ready", ix.BY_TIMER: "ready", ix.BY_IO: "ready", ix.RUNS: "running", ix.WAITS: "waiting",
    ix.RETURNED: "", ix.FAILED: "", ix.CANCELLED: "", ix.LOST: "",
}  # fmt: skip
_RANK = {name: n for n, name in enumerate(("", "waiting", "late", "ready", "running", "blocking"))}
"""The weaker gives way to the stronger in a cell."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One task's lane: a name of GLYPHS for each cell."""

    task: int
    cells: tuple[str, ...]

    def text(self, ascii: bool = False) -> str:
        return "".join(GLYPHS[cell][ascii] for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Totals:
    """How a task spent its time until a moment: seconds. `late` is the part of waiting in which its timer was due already."""

    busy: float
    ready: float
    waiting: float
    late: float


def lanes(recording: Recording, window: Window, tasks: Iterable[int], selected: int | None = None, now: float | None = None) -> list[Lane]:
    """The lanes of these tasks. `now`: where a run that goes on has got to; beyond it cells are blank."""
    places = bounds(recording, window)
    end = max(now or 0.0, recording.index.times[-1] if recording.seq else 0.0)
    rows = list(tasks)
    arrows = _arrows(recording, places, rows, selected, window)
    lost = recording.latest().events_dropped > 0
    return [_lane(recording, window, places, task, end, arrows.get(task, {}), lost) for task in rows]


def _lane(recording: Recording, window: Window, places: list[int], task: int, end: float, arrows: dict[int, str], lost: bool) -> Lane:
    track = recording.index.tracks.get(task)
    if track is None:
        return Lane(task, ("",) * window.width)
    cells = _states(track, places, window)
    _blank_after(cells, recording, window, track, end, lost)
    _stretches(cells, window, places, track.blocks, "blocking")
    _stretches(cells, window, places, track.lates, "late")
    _present(cells, recording, window, places, track, end)
    _marks(cells, track, places, window, arrows)
    return Lane(task, tuple(cells))


def _states(track: Track, places: list[int], window: Window) -> list[str]:
    """The states alone: in each cell the first in rank of those that the task was in."""
    seqs, codes, width = track.seqs, track.codes, window.width
    p = bisect_left(seqs, places[0])
    last = bisect_left(seqs, places[width], p)
    state = _STATE[codes[p - 1]] if p else ""
    cells: list[str] = []
    while p < last:
        at = bisect_right(places, seqs[p], len(cells), width) - 1
        cells += [state] * (at - len(cells))
        q = bisect_left(seqs, places[at + 1], p, last)
        found = _STATE[codes[p]] if q == p + 1 else _strongest(codes, p, q)
        if _RANK[state] > _RANK[found]:
            found = state
        if window.by == "step" and found != "ready":  # a step may have several cells, of which the last has the events
            k = at
            while k > 0 and places[k - 1] == places[at]:
                k -= 1
                cells[k] = found
        cells.append(found)
        state = _STATE[codes[q - 1]]
        p = q
    return cells + [state] * (width - len(cells))


def _strongest(codes: bytearray, p: int, q: int) -> str:
    if codes.find(ix.RUNS, p, q) >= 0:
        return "running"
    return "waiting" if codes.count(ix.WAITS, p, q) == q - p else "ready" if any(code in ix.READY_CODES for code in codes[p:q]) else _STATE[codes[p]]


def _blank_after(cells: list[str], recording: Recording, window: Window, track: Track, end: float, lost: bool) -> None:
    """Nothing is known beyond now; after lost events a task that was not seen to end is unknown."""
    if window.by != "time":
        return
    if window.end > end:
        first = (window.column(end) or 0) + 1 if end >= window.start else 0
        cells[first:] = [""] * (window.width - first)
    if lost and track.codes[-1] not in ix.END_CODES:
        since = recording.index.times[track.seqs[-1]]
        column = window.column(since)
        first = 0 if since < window.start else window.width if column is None else column + 1
        cells[first:] = ["unknown" if cell else cell for cell in cells[first:]]


def _stretches(cells: list[str], window: Window, places: list[int], found: Stretches, name: str) -> None:
    """Blocking and late are stretches of time: they win over what is weaker in each cell that they touch."""
    by_time = window.by == "time"
    n = bisect_left(found.ends, window.start) if by_time else bisect_left(found.lasts, places[0])
    while n < len(found.begins):
        last = _fill(cells, window, places, (found.begins[n], found.ends[n], found.firsts[n], found.lasts[n]), name)
        if last is None or last + 1 >= window.width:
            return
        # more of them may lie in the cells that are done: go on with the first that ends beyond
        n = max(n + 1, bisect_left(found.ends, window.place(last + 1)) if by_time else bisect_left(found.lasts, places[last + 1]))


def _present(cells: list[str], recording: Recording, window: Window, places: list[int], track: Track, end: float) -> None:
    """What lasts still."""
    total = recording.seq
    if track.codes[-1] == ix.RUNS and end - track.begun >= BLOCK_S:
        _fill(cells, window, places, (track.begun, end, track.seqs[-1], total), "blocking")
    elif track.codes[-1] == ix.WAITS and track.until is not None and end - track.until > ix.LATE_S:
        _fill(cells, window, places, (track.until, end, bisect_left(recording.index.times, track.until), total), "late")


def _fill(cells: list[str], window: Window, places: list[int], stretch: tuple[float, float, int, int], name: str) -> int | None:
    """The last cell that the stretch touches; None if it begins beyond the window."""
    begin, end, first, last = stretch
    if window.by == "time":
        if begin > window.end:
            return None
        a, b = window.column(max(begin, window.start)), window.column(min(end, window.end))
    else:
        if first >= places[window.width]:
            return None
        a, b = max(0, bisect_right(places, first, 0, window.width) - 1), bisect_left(places, last, 0, window.width) - 1
    if a is None or b is None:
        return 0
    rank = _RANK[name]
    for k in range(a, b + 1):
        if 0 < _RANK.get(cells[k], 0) < rank:
            cells[k] = name
    return max(a, b)


def _marks(cells: list[str], track: Track, places: list[int], window: Window, arrows: dict[int, str]) -> None:
    """Weakest first, so that the strongest stays."""
    width = window.width
    for k, arrow in arrows.items():
        cells[k] = arrow
    for code, name in ((ix.BY_IO, "io"), (ix.BY_TIMER, "timer")):
        for _, k in _found(code, track, places, window):
            cells[k] = name
    prints = track.prints
    n = bisect_left(prints, places[0])
    while n < len(prints) and prints[n] < places[width]:
        k, after = _cell(places, prints[n], width)
        cells[k if window.by == "time" else bisect_left(places, places[k], 0, k)] = "print"
        n = bisect_left(prints, after, n + 1)
    for code, name in _ENDS:
        if track.codes[-1] == code and places[0] <= track.seqs[-1] < places[width]:
            cells[_cell(places, track.seqs[-1], width)[0]] = name


def _found(code: int, track: Track, places: list[int], window: Window) -> Iterator[tuple[int, int]]:
    """The cells in which a task's track has that code, each with the place of the first such event."""
    seqs, codes = track.seqs, track.codes
    n = codes.find(code, bisect_left(seqs, places[0]))
    while n >= 0 and seqs[n] < places[window.width]:
        k, after = _cell(places, seqs[n], window.width)
        yield seqs[n], k
        n = codes.find(code, bisect_left(seqs, after, n + 1))


def _cell(places: list[int], seq: int, width: int) -> tuple[int, int]:
    """The cell of an event (of several cells of one step the last), and the place of the first event beyond it."""
    k = bisect_right(places, seq, 0, width) - 1
    return k, places[k + 1]


def _arrows(recording: Recording, places: list[int], rows: list[int], selected: int | None, window: Window) -> dict[int, dict[int, str]]:
    """Where the selected task begins to await a task, in its own lane: an arrow to that one's. In the lane of the task that woke the selected
    one: an arrow to its lane."""
    track = recording.index.tracks.get(selected) if selected is not None else None
    if track is None or selected not in rows:
        return {}
    found: dict[int, dict[int, str]] = {}
    order = {task: n for n, task in enumerate(rows)}
    for seq, k in _found(ix.WOKEN, track, places, window):
        by = track.wakers[track.codes.count(ix.WOKEN, 0, bisect_left(track.seqs, seq))]
        if by in order and by != selected:
            found.setdefault(by, {})[k] = "down" if order[by] < order[selected] else "up"
    for seq, k in _found(ix.WAITS, track, places, window):
        event = recording.packed.glance(seq)
        wait = event.wait if isinstance(event, StepEnded) else None
        on = next((task for task in wait.tasks if task in order and task != selected), None) if wait is not None else None
        if on is not None:
            found.setdefault(selected, {})[k] = "down" if order[selected] < order[on] else "up"
    return found


def totals(recording: Recording, snap: Snapshot, task: int, now: float | None = None) -> Totals:
    """Busy, ready, waiting and late time of a task at a snapshot, the state that it is in included."""
    t = snap.tasks[task]
    now = snap.at if now is None else now
    current = max(0.0, now - t.since)
    busy, ready, waiting = t.running_s, t.ready_s, t.suspended_s
    if t.state == "running":
        busy += current
    elif t.state == "suspended":
        waiting += current
    elif t.state != "done":
        ready += current
    track = recording.index.tracks.get(task)
    lates = track.lates if track else ix.NEVER
    n = bisect_left(lates.lasts, snap.seq)
    late = sum(lates.ends[:n]) - sum(lates.begins[:n])
    if t.state == "suspended" and t.wait is not None and t.wait.until is not None and now - t.wait.until > ix.LATE_S:
        late += now - t.wait.until
    return Totals(busy, ready, waiting, late)
