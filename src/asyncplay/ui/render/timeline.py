"""The Timeline as rows: the axis with the playhead, a lane for each task, what the event under the playhead was, and what the glyphs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.insight.words import label, mark
from asyncplay.trace.snapshot import TaskState
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.rows import Piece, Row, fit
from asyncplay.ui.render.timebar import cells_at
from asyncplay.ui.theme import task_role

if TYPE_CHECKING:
    from asyncplay.insight import lanes as models
    from asyncplay.insight.axis import Window, labels, place_of
    from asyncplay.insight.lanes import Lane
else:
    models = late.module("asyncplay.insight.lanes")
    labels, place_of = late.functions("asyncplay.insight.axis", "labels", "place_of")

ROLES = {
    "running": "state.running", "blocking": "state.blocking", "ready": "state.ready", "waiting": "state.waiting", "late": "state.late",
    "returned": "state.done", "raised": "state.failed", "cancelled": "state.cancelled", "destroyed": "state.failed", "unknown": "state.unknown",
    "print": "text.title", "timer": "state.ready", "io": "state.ready", "up": "focus", "down": "focus",
}  # fmt: skip
LEGEND = ("running", "ready", "waiting", "late", "blocking", "print", "timer", "returned")
MORE = ("io", "raised", "cancelled", "up")
"""Named where there is room."""
UNITS = {"milliseconds": "ms", "microseconds": "us"}
MARKS_MAX = 35
"""Tasks beyond have no mark of their own: their number stands with the name."""


def axis_row(frame: Frame, window: Window, width: int, head: str, head_role: str, ascii: bool) -> Row:
    """`seconds   ┬0           0.5┬`, and the playhead `▼` in it."""
    first, count = cells_at(width)
    unit, ticks = labels(window)
    cells = list(ticks.ljust(count))
    if ascii:
        cells = ["+" if cell == "┬" else cell for cell in cells]
    other = difference(frame, window)
    if other is not None:
        cells[other] = "*"
    row: Row = [(fit(head or f" {UNITS.get(unit, unit)}", first), head_role)]
    at = playhead(frame, window)
    if at is None or frame.live:
        return [*row, ("".join(cells), "text.quiet")]
    text = "".join(cells)
    return [*row, (text[:at], "text.quiet"), ("v" if ascii else "▼", "playhead.here"), (text[at + 1 :], "text.quiet")]


def playhead(frame: Frame, window: Window) -> int | None:
    """Its cell; None if it is out of sight."""
    if frame.recording is None:
        return None
    return window.column(frame.now if window.by == "time" else place_of(frame.recording, frame.seq, window.by))


def difference(frame: Frame, window: Window) -> int | None:
    """The cell of the first difference from a prediction, if there is one, and it is in sight."""
    if frame.recording is None or not frame.differences:
        return None
    return window.column(place_of(frame.recording, frame.differences[0] + 1, window.by))


def lane_row(task: TaskState, lane: Lane, width: int, selected: bool, ascii: bool) -> Row:
    """`1▌main     p───█`."""
    first, _ = cells_at(width)
    many = task.id > MARKS_MAX
    name = f"{task.id} {label(task)}" if many else label(task)
    row: Row = [
        (" " if many else mark(task.id), task_role(task.id)),
        ((">" if ascii else "▌") if selected else " ", "focus"),
        (fit(name, first - 3) + " ", task_role(task.id)),
    ]
    return row + pieces(lane, ascii)


def pieces(lane: Lane, ascii: bool) -> list[Piece]:
    """Cells that look alike in one piece."""
    found: list[Piece] = []
    text, role = "", ""
    for cell in lane.cells:
        look = ROLES.get(cell, "text")
        if look != role and text:
            found.append((text, role))
            text = ""
        text, role = text + models.GLYPHS[cell][ascii], look
    return [*found, (text, role)]


def event_row(frame: Frame, sentence: str, width: int) -> Row:
    """What the event under the playhead was."""
    first, _ = cells_at(width)
    return [(f" {f'{frame.now:.{frame.digits}f} s':<{first - 1}}", "text.quiet"), (sentence, "text")]


def legend_row(width: int, ascii: bool) -> Row:
    """The glyphs and their words, as many as there is room for."""
    text = ""
    row: Row = []
    for name in (*LEGEND, *MORE):
        piece = f"{models.GLYPHS[name][ascii]} {models.WORDS[name]}"
        piece = ("  " if row else " ") + piece
        if len(text) + len(piece) > width:
            break
        glyph = piece.lstrip()[0]
        row += [("  " if row else " ", "text"), (glyph, ROLES.get(name, "text")), (piece.lstrip()[1:], "text.quiet")]
        text += piece
    return row
