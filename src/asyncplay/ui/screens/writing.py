"""The screen's part that helps to write: find and replace, go to a line, completion, and what is wrong with the text while it is written."""

from __future__ import annotations

import re
from functools import partial

from textual import events, on
from textual.timer import Timer
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection

from asyncplay.ui import completion, flakes
from asyncplay.ui.document import Document
from asyncplay.ui.render.text import Problem
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.find import FindPane
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.lessons import LessonsPane
from asyncplay.ui.widgets.problems import ProblemsPane

LOOK_S = 0.6
"""So long after the last key the text is looked at."""


class Writing(Asking):
    """Editor and find line."""

    _looking: Timer | None = None
    _origin = (0, 0)
    """Where the cursor stood when the search began."""

    # what is pasted

    def refuses(self, event: events.Key | events.Paste) -> bool:
        """Whether a paste, announced or not, would fall on a pane, where letters are commands."""
        if isinstance(self.focused, TextArea | Input | LessonsPane) or not (isinstance(event, events.Paste) or getattr(event, "in_burst", False)):
            return False
        self.toast("Pasting goes to the editor: Esc first")
        return True

    # find

    def action_find(self) -> None:
        pane = self.query_one(FindPane)
        if self.front == "find":
            pane.action_step(1)
        elif self.front == "editor":
            selected = self.editor.selected_text
            self._origin = min(self.editor.selection)
            pane.begin(selected if "\n" not in selected else "")
            self.open_question("find")
            if pane.words:
                self._select_found(pane.words, 0)
        elif isinstance(front := self.query_one(f"#{self.front}"), Finding):
            front.action_find()

    @on(FindPane.Sought)
    def _find_sought(self, event: FindPane.Sought) -> None:
        self._select_found(event.words, event.step)

    def _places_of(self, words: str) -> list[tuple[int, int]]:
        flags = 0 if words != words.lower() else re.IGNORECASE
        return [found.span() for found in re.finditer(re.escape(words), self.editor.text, flags)] if words else []

    def _select_found(self, words: str, step: int) -> None:
        """Select one that is found, and tell which of how many it is."""
        found, editor, pane = self._places_of(words), self.editor, self.query_one(FindPane)
        if not found:
            pane.ABOUT = "not found" if words else ""
            editor.move_cursor(self._origin)
            self.draw_bars()
            return
        index_of = editor.source.get_index_from_location
        start, end = sorted(map(index_of, editor.selection))
        if step > 0:
            at = next((number for number, (begin, _) in enumerate(found) if begin >= max(end, start + 1)), 0)
        elif step < 0:
            at = next((number for number in reversed(range(len(found))) if found[number][0] < start), len(found) - 1)
        else:
            origin = index_of(self._origin)
            at = next((number for number, (begin, _) in enumerate(found) if begin >= origin), 0)
        begin, finish = (editor.source.get_location_from_index(one) for one in found[at])
        editor.selection = Selection(begin, finish)
        editor.scroll_cursor_visible(center=True)
        pane.ABOUT = f"{at + 1} of {len(found)}"
        self.draw_bars()

    @on(FindPane.Replaced)
    def _find_replaced(self, event: FindPane.Replaced) -> None:
        editor = self.editor
        if (editor.selected_text == event.words) or editor.selected_text.lower() == event.words == event.words.lower() != "":
            editor.replace(event.by, *editor.selection, maintain_selection_offset=False)
            editor.move_cursor(editor.selection.end)
        self._select_found(event.words, 1)

    def action_replace_all(self) -> None:
        """Every one that the find line seeks, as one edit."""
        pane, editor = self.query_one(FindPane), self.editor
        flags = 0 if pane.words != pane.words.lower() else re.IGNORECASE
        text, count = re.subn(re.escape(pane.words), lambda _: pane.by, editor.text, flags=flags) if pane.words else ("", 0)
        if count:
            editor.replace_all(text)
        self.toast(f"Replaced {count}. Ctrl+Z undoes" if count else "Nothing to replace: @editor.find, Tab")

    def action_goto_line(self) -> None:
        """In panels Ctrl+G goes to a time."""
        if self.front in ("editor", "prompt"):
            self.prompt("number of the line", "", self._goto_line, "GO TO LINE")
        elif (elsewhere := getattr(self, "action_film_goto", None)) is not None:
            elsewhere()

    def _goto_line(self, number: str) -> None:
        first = self.editor.line_number_start
        self.leave_question()
        if not number.isdecimal() or not number.isascii():
            self.toast(f"{number[:20]} is no line number")
            return
        row = max(0, min(int(number[:9]) - first, self.editor.document.line_count - 1))
        self.editor.move_cursor((row, 0), center=True)
        self.go_to("editor")

    # completion

    @on(Editor.CompletionWanted)
    def _complete(self, event: Editor.CompletionWanted) -> None:
        document, text = self.playground.document, self.editor.text
        self.run_worker(partial(self._ask_jedi, document, text, event), thread=True, group="complete", exclusive=True, exit_on_error=False)

    def _ask_jedi(self, document: Document, text: str, event: Editor.CompletionWanted) -> None:
        row, column = event.cursor
        source = document.full_source(text)
        try:
            found = completion.complete(source, row + document.first_line, column)
        except completion.NoJedi:
            found = completion.words(source, text.split("\n")[row][event.start[1] : column])
        self.app.call_from_thread(self._show_offer, event.start, found)

    def _show_offer(self, start: tuple[int, int], found: list[completion.Candidate]) -> None:
        if not self.editor.offer(start, found):
            self.toast("Nothing to complete here")

    # problems

    @on(Editor.Changed)
    def _look_soon(self) -> None:
        self.editor.narrow_offer()
        if self._looking is None:
            self._looking = self.set_timer(LOOK_S, self._look_at_text)
        else:
            self._looking.reset()

    def _look_at_text(self) -> None:
        self._looking = None
        document, text = self.playground.document, self.editor.text
        if not self.playground.config.get("ui", "problems") or (document.lesson is not None and not document.is_dirty(text)):
            self._show_problems(text, [])  # a lesson's own text may be wrong on purpose
        else:
            self.run_worker(partial(self._flake, document, text), thread=True, group="flakes", exclusive=True, exit_on_error=False)

    def _flake(self, document: Document, text: str) -> None:
        found = flakes.look(document.full_source(text), document.run_path)
        self.app.call_from_thread(self._show_problems, text, found)

    def _show_problems(self, text: str, found: list[flakes.Found]) -> None:
        if text != self.editor.text:
            return  # it will be looked at again
        self.editor.show_problems({one.line: one.sign for one in reversed(found)})
        pane = self.query_one(ProblemsPane)
        pane.written = [Problem(one.sign, one.line, one.text) for one in found]
        pane.changed()
