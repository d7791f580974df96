"""The Note: one place for words."""

from __future__ import annotations

from asyncplay.ui.render import text as render_text
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane


class NotePane(Pane, can_focus=False):
    """Its title says which kind of words."""

    LABEL, SELECTS = "NOTE", False

    def head(self, width: int) -> list[Row]:
        return [rule_row(self.frame.note[0], width, self.ascii)]

    def count(self) -> int:
        return len(render_text.note_rows(self.frame.note[1], self.size.width))

    def row(self, index: int, width: int) -> Row:
        return render_text.note_rows(self.frame.note[1], width)[index]
