"""The screen's part for help (F1): the word under the cursor, the pane with the focus, the keys; F1 again begins the tour."""

from __future__ import annotations

import pathlib
import re

from asyncplay.lessons.lesson import library
from asyncplay.ui import commands
from asyncplay.ui.learning import label_of
from asyncplay.ui.render.rows import wrap
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.widgets.questions import Choice, ChoicePane

LESSONS_MAX = 4
HELP = "HELP"


class Helping(Asking):
    """A list: Enter on a lesson opens it, on anything else leaves."""

    def action_help(self) -> None:
        """Help; asked again: the tour."""
        if self.tab == "question" and self.query_one(ChoicePane).LABEL == HELP:
            self.action_tour()
        else:
            self.after_typing(self._help)

    def _help(self) -> None:
        from asyncplay.ui.help_panes import PANES  # loaded when it is wanted: start-up is felt

        front = self.front
        choices = self._about_word() if front == "editor" else []
        choices += self._lines(self.playground.keys.fill(PANES.get(front, "")))
        choices += [self._line(""), self._line("@help.show again: a tour of two minutes. All keys:")]
        choices += [self._line(line) for line in commands.help_lines(self.playground.commands)]
        self.ask(HELP, [], choices)

    def action_tour(self) -> None:
        """Another part's."""
        raise NotImplementedError

    def _line(self, text: str) -> Choice:
        return Choice("", self.playground.keys.fill(text), self.leave_question)

    def _lines(self, text: str) -> list[Choice]:
        return [self._line(line) for line in wrap(text, max(30, self.size.width - 6))] if text else []

    def word_here(self) -> str:
        """The name under the cursor of the editor."""
        row, column = self.editor.cursor_location
        line = self.editor.document.get_line(row)
        return next((found[0] for found in re.finditer(r"\w+", line) if found.start() <= column <= found.end()), "")

    def _about_word(self) -> list[Choice]:
        """What it means, and the lessons that treat it."""
        from asyncplay.ui.help_words import meaning

        found = meaning(self.word_here())
        if found is None:
            return []
        name, text = found
        choices = self._lines(f"{name}: {text}")
        for heading in library().search(name)[:LESSONS_MAX]:
            path = heading.path
            choices.append(Choice("", f"  Lesson {label_of(heading)} (Enter opens it)", lambda path=path: self.open_lesson_file(path)))  # type: ignore[misc]
        return [*choices, self._line("")]

    def open_lesson_file(self, path: pathlib.Path) -> None:
        """Another part's."""
        raise NotImplementedError
