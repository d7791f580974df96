"""The Waits pane: who waits for whom, down to locks and queues; a ring is drawn as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane, Target

if TYPE_CHECKING:
    from asyncplay.insight.waits import waits
    from asyncplay.ui.render.waits import WaitRow, wait_rows
else:
    (waits,) = late.functions("asyncplay.insight.waits", "waits")
    (wait_rows,) = late.functions("asyncplay.ui.render.waits", "wait_rows")

LOOKED_AT = 3000
"""Beyond so many tasks the waits are looked at once a second, and not at every frame."""


class WaitsPane(Pane):
    """Made anew when the state has changed."""

    LABEL = "WAITS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  %panes.loop!  %panes.why!  %help.show All keys"

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._rows: list[WaitRow] = []
        self._key: object = None

    def show(self, frame: Frame) -> None:
        self.frame = frame
        snap = frame.snap
        moment = round(frame.now) if frame.live and len(snap.tasks) > LOOKED_AT and snap.finished is None else snap.seq
        key = (frame.recording, moment, self.size.width)
        if key != self._key:
            self._key = key
            self._rows = wait_rows(waits(snap), snap, self.size.width, self.ascii)
        self.changed()

    def on_resize(self) -> None:
        self.show(self.frame)
        super().on_resize()

    def count(self) -> int:
        return len(self._rows)

    def row(self, index: int, width: int) -> Row:
        return self._rows[index].row

    def target(self, index: int) -> Target | None:
        one = self._rows[index].task
        task = self.frame.snap.tasks.get(one) if one is not None else None
        return Target(task.line) if task is not None else None
