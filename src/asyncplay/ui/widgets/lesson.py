"""The Lesson pane: the lesson's text; what it is meant to teach is hidden until somebody asks; and what can be done with it, a row each."""

from __future__ import annotations

from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.lessons.lesson import Lesson
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.lesson import HIDDEN, Line, lesson_lines
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane


class LessonPane(Pane):
    """The arrows go from one thing that can be asked for to the next, and scroll where there is none in sight."""

    LABEL = "LESSON"
    HINTS = "Esc to editor │ ↑↓ Scroll, select  Enter Show, do  @panes.maximise All of it  @lesson.list!  @program.predict!"

    @dataclass
    class Asked(Message):
        """Something is to be done: `predict`, `reset`, `next` …"""

        act: str

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.beside: tuple[str, str] = ("", "")
        """The lessons before and after this one, by label."""
        self._lesson: Lesson | None = None
        self._asked: set[str] = set()
        self._key: object = None
        self._lines_now: list[Line] = []

    def show(self, frame: Frame) -> None:
        if frame.lesson is not self._lesson:
            self._lesson, self.top, self.cursor = frame.lesson, 0, None
            self._asked.clear()
        super().show(frame)

    def forget(self) -> None:
        """Another run of the same lesson leaves it where it is."""
        self.frame = Frame(lesson=self._lesson)

    # rows

    def lines(self, width: int) -> list[Line]:
        """All of it, in that width."""
        key = (self._lesson, frozenset(self._asked), self.beside, width)
        if key != self._key:
            self._key, self._lines_now = key, lesson_lines(self._lesson, self._asked, *self.beside, width, self.keys)
        return self._lines_now

    def head(self, width: int) -> list[Row]:
        return [rule_row("LESSON", width, self.ascii)] if self.own else []

    def count(self) -> int:
        return len(self.lines(self.size.width))

    def row(self, index: int, width: int) -> Row:
        return self.lines(width)[index].row

    # keys

    def action_move(self, by: int) -> None:
        lines, room = self.lines(self.size.width), self.room()
        start = self.cursor if self.cursor is not None else (self.top - 1 if by > 0 else min(self.top + room, len(lines)))
        places = range(start + by, len(lines) if by > 0 else -1, by)
        found = next((place for place in places if lines[place].act), None)
        if found is not None and self.top <= found < self.top + room:
            self.select(found)
            return
        self.top = max(0, min(self.top + by, len(lines) - room))
        if self.cursor is not None and not self.top <= self.cursor < self.top + room:
            self.cursor = None
        self.changed()

    def action_page(self, by: int) -> None:
        self.cursor = None
        self.top = max(0, min(self.top + by * max(1, self.room() - 1), self.count() - self.room()))
        self.changed()

    def action_choose(self) -> None:
        """What stands in the selected row; without one the first in sight is selected."""
        act = self.lines(self.size.width)[self.cursor].act if self.cursor is not None and self.cursor < self.count() else ""
        if not act:
            self.action_move(1)
        elif act in HIDDEN:
            self._asked ^= {act}
            self.changed()
        else:
            self.post_message(self.Asked(act))

    def select(self, index: int | None) -> None:
        if index is None or (index < self.count() and self.lines(self.size.width)[index].act):
            super().select(index)
