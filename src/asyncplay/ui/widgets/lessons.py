"""The lesson browser: all lessons by unit, with what the learner did in each; typing filters. Nothing is read before it is opened."""

from __future__ import annotations

import pathlib

from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.lessons.heading import Heading
from asyncplay.lessons.lesson import library
from asyncplay.ui.learning import Progress
from asyncplay.ui.render.lesson import list_row, unit_row
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.rows import Rows

WORDS_MAX = 60
Listed = Heading | tuple[str, list[Heading]]
"""A lesson, or a unit with its lessons."""


class LessonsPane(Rows):
    """Units are rows that nothing can be done with."""

    LABEL = "LESSONS"
    HINTS = "↑↓ Choose  Enter Open  type to search: gather, deadlock  Esc Back"
    ABOUT = "type to search"

    @dataclass
    class Opened(Message):
        """This one."""

        path: pathlib.Path

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.words = ""
        self.rows: list[Listed] = []
        self._progress = Progress()
        self._here: pathlib.Path | None = None

    def open_on(self, progress: Progress, here: str | None) -> None:
        """All of them, with the cursor on the one that is open, or the first that was not run yet."""
        self._progress, self._here = progress, pathlib.Path(here) if here is not None else None
        self.words = ""
        self._fill()
        lessons = [(n, row) for n, row in enumerate(self.rows) if isinstance(row, Heading)]
        wanted = [n for n, lesson in lessons if lesson.path == self._here]
        wanted += [n for n, lesson in lessons if not progress.of(lesson.path).run]
        self.select(next(iter([*wanted, *(n for n, _ in lessons)]), None))
        self.call_after_refresh(self._centre)

    def _centre(self) -> None:
        """The lesson in the middle, once it is known how high the pane is."""
        if self.cursor is not None:
            self.top = max(0, min(self.cursor - self.room() // 2, self.count() - self.room()))
        self.changed()

    def on_resize(self) -> None:
        self._drawn.clear()
        self._centre()

    def _fill(self) -> None:
        if self.words:
            self.rows = [*library().search(self.words)]
        else:
            self.rows = []
            for unit, lessons in library().units():
                self.rows += [(unit, lessons), *lessons]
        self.top, self.cursor = 0, None
        self._drawn.clear()

    def search(self, words: str) -> None:
        """List those that fit."""
        self.words = words[:WORDS_MAX]
        self._fill()
        self.select(0 if self.words else 1)

    # rows

    def head(self, width: int) -> list[Row]:
        cursor = "_" if self.ascii else "▌"
        found = sum(isinstance(row, Heading) for row in self.rows)
        told = f"{found} lesson{'s' * (found != 1)}" if found else "none: Backspace takes a letter back"
        return [[(" search: ", "text.quiet"), (f"{self.words}{cursor}", "text.title"), (f"   {told}", "text.quiet")]]

    def count(self) -> int:
        return len(self.rows)

    def row(self, index: int, width: int) -> Row:
        row = self.rows[index]
        if isinstance(row, Heading):
            return list_row(row, self._progress.of(row.path), row.path == self._here, width, self.ascii)
        return unit_row(*row, [self._progress.of(one.path) for one in row[1]])

    # keys

    def select(self, index: int | None) -> None:
        """A lesson, never a unit; its unit's name stays in sight above the first one."""
        if index is not None and self.rows:
            by = 1 if self.cursor is None or index >= self.cursor else -1
            index = max(0, min(index, len(self.rows) - 1))
            while 0 <= index < len(self.rows) and not isinstance(self.rows[index], Heading):
                index += by
            if not 0 <= index < len(self.rows):
                index = self.cursor
        super().select(index)
        if self.cursor is not None and self.cursor == self.top and self.top and not isinstance(self.rows[self.top - 1], Heading):
            self.top -= 1
            self.changed()

    def action_choose(self) -> None:
        row = self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None
        if isinstance(row, Heading):
            self.post_message(self.Opened(row.path))

    def take_key(self, key: str, character: str | None) -> bool:
        """What is typed, or pasted, searches."""
        if key in ("backspace", "ctrl+u"):
            self.search(self.words[:-1] if key == "backspace" else "")
        elif character:
            self.search(self.words + character)
        else:
            return False
        return True
