"""A pane of rows that scrolls, follows and selects, drawn line by line: only rows that look different are sent again.

Stock tables and logs cost ten times as much at ten frames a second, and their virtual size makes the whole screen be laid out anew.
"""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from asyncplay.late import dataclass
from asyncplay.ui.commands import Keys
from asyncplay.ui.render.rows import Row, ascii_row, strip
from asyncplay.ui.widgets.plain_lines import PlainLines


class Rows(PlainLines, can_focus=True):
    """Subclasses say how many rows there are and what is in one; `changed` compares and draws."""

    DEFAULT_CSS = "Rows { height: 1fr; width: 1fr; }"
    BINDINGS = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(-1)", "Start", show=False),
        Binding("end", "edge(1)", "End", show=False),
        Binding("enter", "choose", "Show", show=False),
    ]
    LABEL = "PANE"
    """What the footer calls it."""
    HINTS = "↑↓ Select  Enter Show line"
    FOLLOWS_END = False
    SELECTS = True
    ascii = False
    """The terminal has ASCII only."""
    keys = Keys()
    """For texts that name keys: the user may have changed them."""

    @dataclass
    class Chosen(Message):
        """Enter, or a click on the selected row."""

        pane: Rows
        index: int

        @property
        def control(self) -> Rows:
            return self.pane

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0
        self.cursor: int | None = None
        self._drawn: dict[int, Strip] = {}
        self._made: dict[int, tuple[Row, int, bool, Strip]] = {}
        """The row that stood in each line last, its width, whether it was selected, and the strip: most rows are in the next frame what they were."""

    # what subclasses give

    def count(self) -> int:
        """How many rows there are below the head."""
        return 0

    def row(self, index: int, width: int) -> Row:
        """One of them."""
        return []

    def head(self, width: int) -> list[Row]:
        """Rows that stand fixed above the others."""
        return []

    def foot(self, width: int) -> list[Row]:
        """Rows that stand fixed below the others."""
        return []

    @property
    def follows(self) -> bool:
        """Whether the last row is kept in view until somebody selects another."""
        return self.FOLLOWS_END

    # drawing

    def room(self) -> int:
        """Rows of the pane that scroll."""
        width = self.size.width
        return max(1, self.size.height - len(self.head(width)) - len(self.foot(width)))

    def changed(self) -> None:
        """Look at the data again, and draw what looks different."""
        if not self.size.height or not self.display:
            return
        count, room = self.count(), self.room()
        if self.cursor is not None and self.cursor >= count:
            self.cursor = count - 1 if count else None
        last = max(0, count - room)
        self.top = last if self.follows and self.cursor is None else min(self.top, last)
        for y, new in enumerate(self._lines()):
            if self._drawn.get(y) is not new:
                self._drawn[y] = new
                self.refresh(Region(0, y, self.size.width, 1))

    def _lines(self) -> list[Strip]:
        width, height = self.size.width, self.size.height
        head, foot = self.head(width), self.foot(width)
        plain = ascii_row if self.ascii else list
        lines = [self._strip(y, plain(row), width) for y, row in enumerate(head[:height])]
        count, room = self.count(), max(0, height - len(head) - len(foot))
        for index in range(self.top, self.top + room):
            if index < count:
                selected = self.SELECTS and index == self.cursor and self.has_focus
                lines.append(self._strip(len(lines), plain(self.row(index, width)), width, selected))
            else:
                lines.append(self._strip(len(lines), [], width))
        lines += [self._strip(y, plain(row), width) for y, row in enumerate(foot, len(lines))]
        return lines[:height]

    def _strip(self, y: int, row: Row, width: int, selected: bool = False) -> Strip:
        kept = self._made.get(y)
        if kept is not None and kept[:3] == (row, width, selected):
            return kept[3]
        made = strip(row, width, selected)
        self._made[y] = row, width, selected, made
        return made

    def content_line(self, y: int) -> Strip:
        line = self._drawn.get(y)
        if line is None or line.cell_length != self.size.width:
            self._drawn = dict(enumerate(self._lines()))
            line = self._drawn.get(y)
        return line if line is not None else Strip.blank(self.size.width)

    def on_resize(self) -> None:
        self._drawn.clear()
        self.changed()

    def on_show(self) -> None:
        self._drawn.clear()
        self.changed()

    def on_focus(self) -> None:
        self.changed()

    def on_blur(self) -> None:
        self.changed()

    # moving

    def select(self, index: int | None) -> None:
        """Put the selection on a row and show it; None: on none."""
        count, room = self.count(), self.room()
        self.cursor = None if index is None or not count else max(0, min(index, count - 1))
        if self.cursor is not None:
            self.top = min(max(self.top, self.cursor - room + 1), self.cursor)
        self.changed()

    def action_move(self, by: int) -> None:
        if not self.SELECTS:
            self.top = max(0, self.top + by)
            self.changed()
        elif self.cursor is None:
            self.select(self.count() - 1 if by < 0 or self.FOLLOWS_END else 0)
        elif self.FOLLOWS_END and by > 0 and self.cursor == self.count() - 1:
            self.select(None)
        else:
            self.select(self.cursor + by)

    def action_page(self, by: int) -> None:
        start = self.cursor if self.cursor is not None else (self.count() if self.FOLLOWS_END else 0)
        if self.SELECTS:
            self.select(start + by * self.room())
        else:
            self.top = max(0, self.top + by * self.room())
            self.changed()

    def action_edge(self, side: int) -> None:
        if side < 0:
            self.top = 0
            self.select(0 if self.SELECTS else None)
        else:
            self.select(None if self.FOLLOWS_END else self.count() - 1)

    def action_choose(self) -> None:
        if self.cursor is not None:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y - len(self.head(self.size.width))
        if self.SELECTS and 0 <= index < self.count() and event.y >= len(self.head(self.size.width)):
            again = index == self.cursor
            self.select(index)
            if again:
                self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-3)
