"""The Timeline pane: a lane for each task on one axis, zoomable. Posts Sought when somebody clicks on a lane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.message import Message

from asyncplay import late
from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import timeline as render
from asyncplay.ui.render.rows import Row
from asyncplay.ui.render.timebar import cells_at
from asyncplay.ui.widgets.listing import TaskListing
from asyncplay.ui.widgets.pane import Target
from asyncplay.ui.widgets.timebar import FILM_KEYS

if TYPE_CHECKING:
    from asyncplay.insight import axis
    from asyncplay.insight.axis import Window
    from asyncplay.insight.lanes import Lane, lanes
    from asyncplay.insight.why import sentence
else:
    axis = late.module("asyncplay.insight.axis")
    (Window,) = late.functions("asyncplay.insight.axis", "Window")
    (lanes,) = late.functions("asyncplay.insight.lanes", "lanes")
    (sentence,) = late.functions("asyncplay.insight.why", "sentence")

ZOOM = 2.0
NONE_YET = " No run yet. Press @program.run: every task gets a lane here."


class TimelinePane(TaskListing):
    """Lanes in the order of the Tasks pane. The arrows move the film; the selection is that of the Tasks pane."""

    LABEL, SELECTS = "TIMELINE", False
    HINTS = (
        "Esc to editor │ %film.play!  %film.previous_event %film.next_event Event  %film.next_step %film.previous_step Step  "
        "@film.live!  %help.show All keys  + - Zoom"
    )
    BINDINGS = [
        *FILM_KEYS,
        Binding("plus", "zoom(1)", "Zoom in", show=False),
        Binding("minus", "zoom(-1)", "Zoom out", show=False),
        Binding("equals_sign", "zoom(0)", "The whole run", show=False),
        Binding("enter", "reveal", "Show line", show=False),
    ]

    @dataclass
    class Sought(Message):
        """Somebody pointed at a moment, in a task's lane."""

        place: int | None
        task: int | None

    @dataclass
    class Zoomed(Message):
        """Moments have so many decimals now."""

        digits: int

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._zoomed: tuple[float, float, str] | None = None
        """Begin and end of what is on show, if it is not the whole run."""
        self._lanes: dict[int, Lane] = {}
        self._key: object = None
        self._seen: int | None = None

    def forget(self) -> None:
        super().forget()
        self._zoomed, self._key, self._seen = None, None, None

    # the window

    def window(self, width: int) -> Window:
        """The stretch on show."""
        _, count = cells_at(width)
        frame = self.frame
        assert frame.recording is not None
        full = axis.whole(frame.recording, count, frame.axis, frame.end)
        if self._zoomed is None or self._zoomed[2] != frame.axis:
            return full
        window = Window(self._zoomed[0], self._zoomed[1], count, frame.axis)
        window = axis.showing(window, self._place(), full)
        self._zoomed = (window.start, window.end, frame.axis)
        return window

    def _place(self) -> float:
        frame = self.frame
        assert frame.recording is not None
        return frame.now if frame.axis == "time" else axis.place_of(frame.recording, frame.seq, "step")

    def action_zoom(self, direction: int) -> None:
        if self.frame.recording is None:
            return
        _, count = cells_at(self.size.width)
        full = axis.whole(self.frame.recording, count, self.frame.axis, self.frame.end)
        window = full if not direction else axis.zoomed(self.window(self.size.width), ZOOM**direction, self._place(), full)
        self._zoomed = None if window.span >= full.span else (window.start, window.end, window.by)
        self.post_message(self.Zoomed(3 if self._zoomed is None or window.by == "step" else _digits(window)))
        self.changed()

    # drawing

    def show(self, frame: Frame) -> None:
        super().show(frame)
        if frame.chosen and frame.selected != self._seen:  # lanes do not jump after whoever runs
            self._seen = frame.selected
            self._bring_into_view()

    def _bring_into_view(self) -> None:
        row = self.row_of(self._seen)
        if row is not None and not self.top <= row < self.top + self.room():
            self.top = max(0, row - self.room() + 1 if row > self.top else row)
            self.changed()

    def head(self, width: int) -> list[Row]:
        if self.frame.recording is None:
            return [[(self.tab_head(), "focus"), (self.keys.fill(NONE_YET), "text.quiet")]]
        window = self.window(width)
        return [render.axis_row(self.frame, window, width, self.tab_head(), "focus", self.ascii), *super().head(width)]

    def tab_head(self) -> str:
        """In a place of its own its name stands where the unit would."""
        if not self.own:
            return ""
        left, right = (">>" if self.ascii else "▌▐") if self.has_focus else "  "
        return f"{left}2 Timeline{right}"

    def foot(self, width: int) -> list[Row]:
        height, frame = self.size.height, self.frame
        if self.own or frame.recording is None or height < 5:
            return []
        rows: list[Row] = []
        if not frame.live:
            rows.append(render.event_row(frame, sentence(frame.recording, frame.seq, frame.digits), width))
        if len(self.rows) + len(rows) + 2 <= height:
            rows += [[]] * (len(self.rows) + len(rows) + 3 <= height) + [render.legend_row(width, self.ascii)]
        return rows

    def row(self, index: int, width: int) -> Row:
        self._draw_lanes(width)
        task = self.rows[index].task
        found = self._lanes.get(task)
        if found is None or self.frame.recording is None:
            return []
        return render.lane_row(self.known[task], found, width, task == self.frame.selected, self.ascii)

    def _draw_lanes(self, width: int) -> None:
        """All lanes in view at once: they share what is looked up for the axis."""
        frame, window = self.frame, self.window(width)
        assert frame.recording is not None
        shown = [place.task for place in self.rows[self.top : self.top + self.size.height]]
        key = (frame.recording.seq, window, tuple(shown), frame.selected, round(frame.end, 2) if frame.status == "running" else 0)
        if key != self._key:
            self._key = key
            self._lanes = {lane.task: lane for lane in lanes(frame.recording, window, shown, frame.selected, frame.end)}

    # pointing

    def action_reveal(self) -> None:
        """The line of the selected task."""
        index = self.row_of(self.frame.selected)
        if index is not None:
            self.post_message(self.Chosen(self, index))

    def target(self, index: int) -> Target:
        return self.task_target(self.rows[index].task)

    def on_click(self, event: events.Click) -> None:
        if self.frame.recording is None:
            return
        first, count = cells_at(self.size.width)
        head = len(self.head(self.size.width))
        index = self.top + event.y - head
        task = self.rows[index].task if event.y >= head and 0 <= index < len(self.rows) else None
        place = axis.seq_at(self.frame.recording, self.window(self.size.width), event.x - first) if 0 <= event.x - first < count else None
        self.post_message(self.Sought(place, task))

    def on_mouse_scroll_down(self) -> None:
        self.top += 1
        self.changed()

    def on_mouse_scroll_up(self) -> None:
        self.top = max(0, self.top - 1)
        self.changed()


def _digits(window: Window) -> int:
    """As many decimals as tell one cell from the next."""
    return max(3, min(6, math.ceil(-math.log10(window.span / window.width))))
