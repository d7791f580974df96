"""The Note: one place for words."""

from __future__ import annotations

from asyncplay.ui.render import text as render_text
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.rows import Row, fit
from asyncplay.ui.widgets.pane import Pane


class NotePane(Pane, can_focus=False):
    """Its title says which kind of words."""

    LABEL, SELECTS = "NOTE", False

    def head(self, width: int) -> list[Row]:
        return [rule_row(self.frame.note[0], width, self.ascii)]

    def foot(self, width: int) -> list[Row]:
        """What stands in a line of its own at the end (which key is next) is never cut off."""
        _, own_line, last = self.frame.note[1].rpartition("\n")
        return [[(f" {last}", "text.quiet")]] if own_line else []

    def count(self) -> int:
        return len(self._rows(self.size.width))

    def row(self, index: int, width: int) -> Row:
        row = self._rows(width)[index]
        if index < self.room() - 1 or index == self.count() - 1:
            return row
        return [(fit(row[0][0], width - 1), "text"), ("$" if self.ascii else "»", "text.quiet")]

    def _rows(self, width: int) -> list[Row]:
        text = self.frame.note[1]
        return render_text.note_rows(text.rpartition("\n")[0] if "\n" in text else text, width)
