"""The Locals pane: what the variables of the selected task held when it suspended, and what changed. Enter goes to a frame's line."""

from __future__ import annotations

from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.locals import LocalRow, local_rows
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane, Target


class LocalsPane(Pane):
    """Made anew when the state or the selected task has changed."""

    LABEL = "LOCALS"
    HINTS = "Esc to editor │ ↑↓ Select  Enter Show line  %panes.tasks!  %help.show All keys"

    @dataclass
    class Wanted(Message):
        """Variables are to be recorded in the next run."""

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self._rows: list[LocalRow] = local_rows(Frame().snap, None, False, 80, ascii)
        self._key: object = None

    def show(self, frame: Frame) -> None:
        self.frame = frame
        snap = frame.snap
        key = (frame.recording, snap.seq, frame.selected, self.size.width)
        if key != self._key:
            self._key = key
            self._rows = local_rows(snap, frame.selected, frame.variables, self.size.width, self.ascii)
        self.changed()

    def on_resize(self) -> None:
        self.show(self.frame)
        super().on_resize()

    def head(self, width: int) -> list[Row]:
        return [rule_row("LOCALS", width, self.ascii)] if self.own else []

    def count(self) -> int:
        return len(self._rows)

    def row(self, index: int, width: int) -> Row:
        return self._rows[index].row

    def action_choose(self) -> None:
        snap, selected = self.frame.snap, self.frame.selected
        if not self.frame.variables and snap.seq and snap.variables.get(selected or 0) is None:
            self.post_message(self.Wanted())
        else:
            super().action_choose()

    def target(self, index: int) -> Target | None:
        line = self._rows[index].line
        return Target(line) if line is not None else None
