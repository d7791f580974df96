"""The editor: Python in colours, marks of tasks in the gutter, words at the ends of lines. Posts TextArea's own messages.

Gutter: mark (2 cells), problem (1), line number, space. Line numbers, marks and notes are the file's; marks follow their lines when the text is
edited, and are gone from a line that was changed: a stale picture is never shown as live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from asyncplay.ui import _hacks
from asyncplay.ui.render.marks import Mark
from asyncplay.ui.render.rows import CUT
from asyncplay.ui.theme import style
from asyncplay.ui.widgets.editing import Editing

if TYPE_CHECKING:
    from asyncplay.ui.render.highlight import Highlighter

T = TypeVar("T")
COLOUR_S = 0.03
SPARE_LINES = 50
"""The gutter is wide enough at opening for so many lines more."""


class Editor(Editing, TextArea):
    """One text. `show` puts another one in, `show_marks` says where tasks stand."""

    DEFAULT_CSS = """
    Editor { border: none; padding: 0; height: 1fr; width: 1fr; scrollbar-size: 0 0; &:focus { border: none; } }
    """
    BINDINGS = [
        Binding("ctrl+underscore", "comment", "Comment", show=False, id="editor.comment"),
        Binding("ctrl+a", "line_start_or_all", "Line start, all", show=False, id="editor.start"),
    ]

    def __init__(self, id: str | None = None) -> None:
        self._version = 0
        self._joined: tuple[int, str] = (-1, "")
        self._highlighter: Highlighter | None = None
        self._marks: dict[int, Mark] = {}
        self._notes: dict[int, str] = {}
        self._problems: dict[int, str] = {}
        self._places: dict[int, int] = {}
        """Where the lines of the running text are now: rows by the file's line numbers of then."""
        self._digits = 2
        self._painted = False
        """The first picture is out: colours, which cost an import, come after it."""
        super().__init__("", soft_wrap=False, show_line_numbers=True, tab_behavior="focus", id=id)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def on_mount(self) -> None:
        self.set_timer(COLOUR_S, self._colour)

    def _colour(self) -> None:
        self._painted = True
        _hacks.forget_lines(self)
        self.refresh()

    # the text

    def show(self, text: str, first_line: int = 1) -> None:
        """Another text; its first line has that number. What could be undone before is forgotten."""
        self.line_number_start = first_line
        self._version += 1
        self._digits = max(2, len(str(first_line + text.count("\n") + SPARE_LINES)))
        if self._highlighter is not None:
            self._highlighter.reset()
        self.load_text(text)
        self._version += 1
        self.hold_places()
        self.clear_marks()

    def replace_all(self, text: str) -> None:
        """Another text in this one's place, as an edit that can be undone."""
        self.replace(text, (0, 0), self.document.end)

    @property
    def text(self) -> str:
        """The text; joined once for each version of it, since TextArea asks at every line that it draws."""
        if self._joined[0] != self._version:
            self._joined = (self._version, self.document.text)
        return self._joined[1]

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    def edit(self, edit: Edit) -> EditResult:
        top, bottom = edit.top[0], edit.bottom[0]
        self._version += 1
        before = self.document.line_count
        result = super().edit(edit)
        self._version += 1
        self._edited(top, bottom, bottom + self.document.line_count - before)
        return result

    def _edited(self, top: int, old_bottom: int, new_bottom: int) -> None:
        if self._highlighter is not None:
            self._highlighter.edited(top, old_bottom, new_bottom)
        delta = new_bottom - old_bottom
        self._places = {
            line: row if row < top else row + delta for line, row in self._places.items() if row < top or row > old_bottom
        }  # fmt: skip

    def undo(self) -> None:
        super().undo()
        self._rewritten()

    def redo(self) -> None:
        super().redo()
        self._rewritten()

    def _rewritten(self) -> None:
        self._version += 1
        if self._highlighter is not None:
            self._highlighter.reset()
        _hacks.forget_lines(self)
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if self._highlighter is None:
            if not self._painted:
                return line

            from asyncplay.ui.render import highlight

            self._highlighter = highlight.Highlighter(self.document.get_line)
        for start, end, role in self._highlighter.spans(line_index):
            line.stylize(style(role), start, end)
        return line

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._highlighter = None
        self._version += 1

    # marks

    def hold_places(self) -> None:
        """A run begins with this text: marks will speak of these lines."""
        first = self.line_number_start
        self._places = {first + row: row for row in range(self.document.line_count)}

    def row_of(self, line: int) -> int | None:
        """Where a line of the text that runs stands now."""
        return self._places.get(line)

    def clear_marks(self) -> None:
        self.show_marks({}, {}, {})

    def show_marks(self, marks: Mapping[int, Mark], notes: Mapping[int, str], problems: Mapping[int, str]) -> None:
        """By line number of the text that was run; only the lines that changed are drawn anew."""
        before = self._at_line_ends()
        self._marks, self._notes, self._problems = self._at_rows(marks), self._at_rows(notes), self._at_rows(problems)
        after = self._at_line_ends()
        self._redraw(row for row in before.keys() | after.keys() if before.get(row) != after.get(row))

    def _at_line_ends(self) -> dict[int, tuple[Mark | None, str | None, str | None]]:
        rows = self._marks.keys() | self._notes.keys() | self._problems.keys()
        return {row: (self._marks.get(row), self._notes.get(row), self._problems.get(row)) for row in rows}

    def _at_rows(self, by_line: Mapping[int, T]) -> dict[int, T]:
        """From the lines of the text that runs to the rows where they stand now."""
        return {row: value for line, value in by_line.items() if (row := self._places.get(line)) is not None}

    def _redraw(self, rows: Iterable[int]) -> None:
        top, height = int(self.scroll_offset.y), self.size.height
        for row in rows:
            if top <= row < top + height:
                self.refresh(Region(0, row - top, self.size.width, 1))

    def reveal_line(self, line: int) -> None:
        """Put the cursor on a line of the text that was run, and show it."""
        row = self._places.get(line)
        if row is not None:
            self.move_cursor((row, 0))
            self.scroll_cursor_visible(center=True, animate=False)

    # drawing

    @property
    def gutter_width(self) -> int:
        return self._digits + 4

    def render_line(self, y: int) -> Strip:
        plain = super().render_line(y)
        row = _hacks.line_at(self, y)
        if row is None:
            return plain
        width = self.size.width
        return self._with_note(Strip.join([self._gutter(row), plain.crop(self.gutter_width, width)]), row, width)

    def _gutter(self, row: int) -> Strip:
        mark = self._marks.get(row)
        problem = self._problems.get(row, " ")
        number = f"{row + self.line_number_start:>{self._digits}} "
        segments = [
            Segment(f"{mark.glyph}{mark.label}" if mark else "  ", style(mark.role if mark else "text")),
            Segment(problem, style("mark.error" if problem == "E" else "mark.warning")),
            Segment(number, style("code.comment")),
        ]
        return Strip(segments, self.gutter_width).apply_style(self.rich_style)

    def _with_note(self, strip: Strip, row: int, width: int) -> Strip:
        if row == self.cursor_location[0] and self.has_focus:
            return strip
        line = self.document.get_line(row)
        code = line
        for remark in ("#?", "#:"):
            code = code.partition(remark)[0]
        code = code.rstrip() if len(code) != len(line) else line
        note = self._notes.get(row)
        start = self.gutter_width - int(self.scroll_offset.x)
        if note and width - start - cell_len(code.expandtabs(4)) > cell_len(note):
            look = self.rich_style + style("note.line")
            free = width - cell_len(note)
            left = strip.crop(0, free)
            if start + cell_len(line) > free:  # half a remark is worse than none
                code_end = start + cell_len(code.expandtabs(4))
                left = Strip.join([strip.crop(0, code_end), Strip([Segment(" " * (free - code_end), self.rich_style)])])
            return Strip.join([left, Strip([Segment(note, look)])])
        if code is not line and start + cell_len(line) > width:
            return Strip.join([strip.crop(0, width - 1), Strip([Segment(CUT, self.rich_style)])])
        return strip
