"""The Lesson pane: the lesson's text."""

from __future__ import annotations

from asyncplay.ui.frame import Frame
from asyncplay.ui.render import text as render_text
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane


class LessonPane(Pane):
    """What it is meant to teach is told after a run only."""

    LABEL, SELECTS = "LESSON", False
    HINTS = "Esc to editor │ ↑↓ Scroll  F2 Lessons  F5 Run  F1 Help"

    def show(self, frame: Frame) -> None:
        if frame.lesson is not self.frame.lesson:
            self.top = 0
        super().show(frame)

    def count(self) -> int:
        return len(self._rows(self.size.width))

    def row(self, index: int, width: int) -> Row:
        return self._rows(width)[index]

    def _rows(self, width: int) -> list[Row]:
        return render_text.lesson_rows(self.frame.lesson, self.frame.over, width)
