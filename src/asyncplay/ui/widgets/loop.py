"""The Loop pane: who runs, who is ready and in which order, which timers are set, what I/O and which threads are awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import loop as render
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from asyncplay.insight.loopview import loop_view
else:
    (loop_view,) = late.functions("asyncplay.insight.loopview", "loop_view")

CROWD, CROWD_S = 3000, 0.95
"""Among more tasks than that the loop is looked at once a second while it runs: all its timers have to be looked at."""


class LoopPane(Pane):
    """Made anew for each frame: it is a function of the snapshot."""

    LABEL, SELECTS = "LOOP", False
    HINTS = (
        "Esc to editor │ %film.play!  %film.previous_event %film.next_event Event  "
        "%film.next_step %film.previous_step Step  @film.live!  %help.show All keys  %film.next_iteration %film.previous_iteration Iteration"
    )

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._rows: list[Row] = []
        self._iteration: int | None = None

    def show(self, frame: Frame) -> None:
        crowd = frame.live and len(frame.snap.tasks) > CROWD and not frame.over and frame.recording is self.frame.recording
        if crowd and 0.0 <= frame.now - self.frame.now < CROWD_S:
            return
        self.frame = frame
        self._make()
        self.changed()

    def on_resize(self) -> None:
        self._make()
        super().on_resize()

    def _make(self) -> None:
        frame, height = self.frame, self.size.height
        if frame.recording is None or (frame.snap.started is None and not frame.snap.tasks):
            self._rows = [[(self.keys.fill(render.NONE_YET) if frame.recording is None else render.NOT_YET, "text.quiet")]]
            self._iteration = None
            return
        view = loop_view(frame.snap, frame.now, max(1, height))
        self._iteration = view.iteration
        self._rows = render.loop_rows(view, frame.snap, frame.digits, height - self.own, self.ascii)

    def head(self, width: int) -> list[Row]:
        number = self._iteration
        title = "LOOP" + (f" {'-' if self.ascii else '─'} iteration {number}" if number else "")
        return [rule_row(title, width, self.ascii)] if self.own else []

    def count(self) -> int:
        return len(self._rows)

    def row(self, index: int, width: int) -> Row:
        return self._rows[index]
