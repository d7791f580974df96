"""The lines of the editor as they are drawn: Python in colours, marks of tasks in the gutter, words at the ends of lines.

Gutter: mark (2 cells), problem (1), line number, space.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets.text_area import Location

from asyncplay.ui import _hacks
from asyncplay.ui.breakpoints import Breakpoints
from asyncplay.ui.render.marks import Mark
from asyncplay.ui.render.rows import CUT
from asyncplay.ui.theme import style
from asyncplay.ui.widgets.completing import Completing
from asyncplay.ui.widgets.editor_places import Places
from asyncplay.ui.widgets.editor_text import drawable

if TYPE_CHECKING:
    from asyncplay.ui.render.highlight import Highlighter

COLOUR_S = 0.03
DRAWN_MAX = 400
RUNS = ("state.running", "state.blocking")


class DrawnLines(Completing):
    """What is drawn is kept by all that it depends on."""

    def __init__(self, id: str | None = None, ascii: bool = False) -> None:
        self.ascii = ascii
        self._places = Places()
        self._marks: Mapping[int, Mark] = {}
        self._notes: Mapping[int, str] = {}
        self._problems: Mapping[int, str] = {}
        self.breakpoints = Breakpoints()
        self._flaws: dict[int, str] = {}
        """By row: what is wrong with the text as it is written."""
        self._highlighter: Highlighter | None = None
        self._digits = 2
        self._drawn: dict[tuple[object, ...], Strip] = {}
        self._plain_look = Style.null()
        self._painted = False
        self.projector = False
        """Marks have a letter besides, and one cell more."""
        self.coloured = False
        """The first picture is out: colours, which cost an import, come after it."""
        super().__init__("", soft_wrap=False, show_line_numbers=True, tab_behavior="focus", id=id)

    def _colour(self) -> None:
        self.coloured = True
        _hacks.forget_lines(self)
        self.refresh()

    @property
    def highlighter(self) -> Highlighter:
        if self._highlighter is None:
            from asyncplay.ui.render import highlight

            self._highlighter = highlight.Highlighter(self.document.get_line)
        return self._highlighter

    def code_of(self, row: int) -> str:
        line, comment = self.document.get_line(row), self.highlighter.comment(row)
        return line if comment is None else line[: comment[0]]

    def get_line(self, line_index: int) -> Text:
        line = Text(drawable(self.document.get_line(line_index)), end="", no_wrap=True)
        if self.coloured:
            for start, end, role in self.highlighter.spans(line_index):
                line.stylize(style(role), start, end)
        return line

    @property
    def gutter_width(self) -> int:
        return max(self._digits, len(str(self.document.line_count - 1 + self.line_number_start))) + 4 + self.projector

    def render_lines(self, crop: Region) -> list[Strip]:
        self._plain_look = self.rich_style  # dear: asked for once a frame
        if not self._painted:
            self._painted = True
            self.set_timer(COLOUR_S, self._colour)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A key changes one line, and TextArea has all drawn again: what a line shows is kept by all that it depends on."""
        row = y + int(self.scroll_offset.y)  # nothing is wrapped
        if row >= self.document.line_count:
            return self.over(y, super().render_line(y), self.gutter_width)
        key = self._line_key(row)
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) > DRAWN_MAX:
                self._drawn.clear()
            found = self._drawn[key] = self._draw_line(y, row)
        return self.over(y, found, self.gutter_width)

    def _line_key(self, row: int) -> tuple[object, ...]:
        text, cursor = self.document.get_line(row), self.cursor_location
        line = self._places.line_at(row, text)
        start, end = sorted(self.selection)
        here = row == cursor[0]
        bracket = _hacks.matching_bracket(self)
        return (
            text, row, self.line_number_start, self.size.width, self.gutter_width, self.scroll_offset.x, self.theme, self._plain_look,
            tuple(self.highlighter.spans(row)) if self.coloured else None,
            (cursor, self.has_focus) if here else self._cells(*cursor) == self.size.width - self.gutter_width - 1,
            (start, end) if start[0] <= row <= end[0] and start != end else None,
            bracket if here or (bracket is not None and bracket[0] == row) else None,
            (self._marks.get(line), self._notes.get(line), self._problems.get(line)) if line is not None else None,
            row in self.breakpoints.rows, self._flaws.get(row), self._out_of_sight(row),
        )  # fmt: skip

    def _draw_line(self, y: int, row: int) -> Strip:
        plain = super().render_line(y)
        line = self._places.line_at(row, self.document.get_line(row))
        gutter, width = self.gutter_width, self.size.width
        text = self._line_end(plain.crop(gutter, max(gutter, width)), row, line, width - gutter)
        return Strip.join([self._gutter(row, line, gutter), text]).crop(0, width)

    def _gutter(self, row: int, line: int | None, width: int) -> Strip:
        mark = self._marks.get(line) if line is not None else None
        mark = mark or self._out_of_sight(row)
        problem = (self._problems.get(line) if line is not None else None) or self._flaws.get(row, " ")
        look = style(mark.role) if mark else style("text")
        number = style("text.quiet")
        if mark is not None and mark.role in RUNS:
            look, number = look + style("line.exec"), style("line.exec")
        segments = [
            Segment((mark.glyph + mark.label if mark else "").ljust(2 + self.projector), look),
            self._third_cell(row, problem),
            Segment(f"{row + self.line_number_start:>{width - 4 - self.projector}}", number),
            Segment(" "),
        ]
        return Strip(segments, width).apply_style(self._plain_look)

    def _out_of_sight(self, row: int) -> Mark | None:
        """At the edges: how many marks are above and below what is seen."""
        top = int(self.scroll_offset.y)
        last = top + self.size.height - 1
        if not self._marks or row not in (top, last) or self.document.line_count <= self.size.height:
            return None
        count = self._edges()[row != top]
        glyphs = "^v" if self.ascii else "▲▼"
        return Mark(glyphs[row != top], str(count) if count < 10 else "+", "text.quiet") if count else None

    def _edges(self) -> tuple[int, int]:
        """So many marks are above and below what is seen."""
        top = int(self.scroll_offset.y)
        last = top + self.size.height - 1
        rows = [found for line in self._marks if (found := self._places.row_of(line)) is not None]
        return sum(row < top for row in rows), sum(row > last for row in rows)

    def _third_cell(self, row: int, problem: str) -> Segment:
        """A breakpoint, or a problem."""
        if row in self.breakpoints.rows and problem == " ":
            return Segment("*" if self.ascii else "•", style("mark.breakpoint"))
        return Segment(problem, style("mark.error" if problem == "E" else "mark.warning"))

    def _line_end(self, strip: Strip, row: int, line: int | None, width: int) -> Strip:
        """With the note, if its cells are free; what does not fit ends with a mark that it goes on."""
        here = self._cells(row, len(self.document.get_line(row)))
        note = self._notes.get(line) if line is not None else None
        if note and not (row == self.cursor_location[0] and self.has_focus):
            comment = self.highlighter.comment(row)
            covers = comment is not None and comment[1]
            code = max(0, self._cells(row, len(self.code_of(row).rstrip())) if covers else here)
            free = width - cell_len(note)
            if code < free:  # a remark makes room for it as a whole
                blank = Segment(" " * (free - code), self._plain_look)
                return Strip.join([strip.crop(0, code), Strip([blank, Segment(note, self._plain_look + style("note.line"))])])
        if here > width > 0 and self._cells(*self.cursor_location) != width - 1:
            return Strip.join([strip.crop(0, width - 1), Strip([Segment("$" if self.ascii else CUT, self._plain_look)])])
        return strip

    def _cells(self, row: int, column: int) -> int:
        """Where a column of a line stands, in cells from the gutter."""
        return self.get_column_width(row, column) - int(self.scroll_offset.x)

    def get_target_document_location(self, event: object) -> Location:
        row, column = super().get_target_document_location(event)  # type: ignore[arg-type]
        return row, max(0, column)
