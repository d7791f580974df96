"""The editor: its text, the marks and notes of tasks, breakpoints. How a line of it looks is in `drawn_lines`. Posts TextArea's own messages.

Line numbers, marks and notes are the file's; marks follow their lines when the text is edited, and are not shown at a line that was changed: a
stale picture is never shown as live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import events
from textual.geometry import Region
from textual.message import Message

from asyncplay.ui import _hacks
from asyncplay.ui.render.marks import Mark
from asyncplay.ui.widgets.drawn_lines import DrawnLines
from asyncplay.ui.widgets.editor_text import SourceText

SPARE_LINES = 50
"""The gutter is wide enough at opening for so many lines more."""


def _different(old: Mapping[int, object], new: Mapping[int, object]) -> set[int]:
    return {line for line in old.keys() | new.keys() if old.get(line) != new.get(line)}


class Editor(DrawnLines):
    """One text. `show` puts another one in, `show_marks` says where tasks stand."""

    DEFAULT_CSS = """
    Editor {
        border: none; padding: 0; height: 1fr; width: 1fr; scrollbar-size: 0 0;
        &:focus { border: none; }
        &:dark, &:light, &:ansi {
            & .text-area--cursor { color: $foreground; background: $surface; text-style: reverse; }
            & .text-area--selection { color: $foreground; background: $surface; text-style: reverse; }
            & .text-area--matching-bracket { background: $surface; text-style: bold underline; }
        }
    }
    """

    def __init__(self, id: str | None = None, ascii: bool = False) -> None:
        self._edges_shown = (0, 0)
        super().__init__(id, ascii)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    # the text

    def show(self, text: str, first_line: int = 1) -> None:
        """Another text; its first line has that number. What could be undone before is forgotten."""
        self._digits = max(2, len(str(first_line + text.count("\n") + SPARE_LINES)))
        self.line_number_start = first_line
        self.breakpoints.clear()
        self.load_text(text)
        self.hold_places()
        self.clear_marks()

    def replace_all(self, text: str) -> None:
        """Another text in this one's place, as an edit that can be undone."""
        self.replace(text, (0, 0), self.document.end)

    def _set_document(self, text: str, language: str | None) -> None:
        document = SourceText(text, self._replaced)
        self._highlighter = None
        _hacks.use_document(self, document)

    @property
    def source(self) -> SourceText:
        """The text as its own class has it."""
        assert isinstance(self.document, SourceText)
        return self.document

    def _replaced(self, top: int, old_bottom: int, new_bottom: int) -> None:
        self._selects = False
        if self.breakpoints.edited(self.document.lines, top, old_bottom, new_bottom):
            self.post_message(self.BreakpointsMoved())
        if self._flaws:
            shift = new_bottom - old_bottom
            self._flaws = {row + (shift if row > old_bottom else 0): sign for row, sign in self._flaws.items() if not top <= row <= old_bottom}
        self._places.edited(self.document.lines, top, old_bottom, new_bottom)
        if self._highlighter is not None:
            self._highlighter.edited(top, old_bottom, new_bottom)

    # marks

    def hold_places(self, ran: str | None = None) -> None:
        """A run began with this text, or with the one that is shown: marks will speak of its lines."""
        now = self.document.lines
        held = now if ran is None else ran.split("\n")
        self._places.hold(held, self.line_number_start)
        if held != now:  # somebody went on typing
            self._places.edited(now, 0, len(held) - 1, len(now) - 1)

    def row_of(self, line: int) -> int | None:
        """Where a line of the text that runs stands now."""
        return self._places.row_of(line)

    def clear_marks(self) -> None:
        self.show_marks({}, {}, {})

    def show_marks(self, marks: Mapping[int, Mark], notes: Mapping[int, str], problems: Mapping[int, str]) -> None:
        """By line number of the text that was run; only the lines that changed are drawn anew."""
        lines = _different(self._marks, marks) | _different(self._notes, notes) | _different(self._problems, problems)
        self._marks, self._notes, self._problems = dict(marks), dict(notes), dict(problems)
        if lines and (edges := self._edges()) != self._edges_shown:
            self._edges_shown = edges
            top = int(self.scroll_offset.y)
            self._redraw((top, top + self.size.height - 1))
        self._redraw(row for line in lines if (row := self._places.row_of(line)) is not None)

    def show_problems(self, signs: Mapping[int, str]) -> None:
        """What is wrong with the text, by line number as it is shown."""
        flaws = {line - self.line_number_start: sign for line, sign in signs.items()}
        rows, self._flaws = _different(self._flaws, flaws), flaws
        self._redraw(rows)

    def _redraw(self, rows: Iterable[int]) -> None:
        top, height = int(self.scroll_offset.y), self.size.height
        for row in rows:
            if top <= row < top + height:
                self.refresh(Region(0, row - top, self.size.width, 1))

    # breakpoints

    class BreakpointsMoved(Message):
        """An edit moved them, or the gutter was clicked on."""

    def toggle_breakpoint(self, row: int, task: int | None = None) -> bool:
        """On a row of the text; whether there is one now."""
        there = self.breakpoints.toggle(row, self.document.get_line(row), task)
        self._redraw([row])
        self.post_message(self.BreakpointsMoved())
        return there

    def breakpoint_lines(self) -> dict[int, int | None]:
        """Lines of the text that runs, or would run, each with its task; None: every task."""
        at = {row: self._places.line_at(row, self.document.get_line(row)) for row in self.breakpoints.rows if row < self.document.line_count}
        return {line: self.breakpoints.rows[row].task for row, line in at.items() if line is not None}

    def on_click(self, event: events.Click) -> None:
        row = int(event.y + self.scroll_offset.y)
        if event.x < self.gutter_width and row < self.document.line_count:
            self.toggle_breakpoint(row)

    def follow(self, line: int) -> None:
        """Bring a line of the run into view; the cursor stays where it is."""
        row = self._places.row_of(line)
        top, height = int(self.scroll_offset.y), self.size.height
        if row is not None and height and not top <= row < top + height:
            self.scroll_to(y=max(0, row - height // 2), animate=False)

    def reveal_line(self, line: int) -> bool:
        """Put the cursor on a line of the text that was run, and show it; False if that line is gone."""
        row = self._places.row_of(line)
        if row is None:
            return False
        text, top = self.document.get_line(row), int(self.scroll_offset.y)
        out_of_view = not top <= row < top + self.size.height
        self.move_cursor((row, len(text) - len(text.lstrip())), center=out_of_view)
        return True
