"""The line between two columns."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from asyncplay.late import dataclass
from asyncplay.ui.render.rows import strip


class Line(Widget):
    """`│`, and `┼` where a line of the other direction crosses it."""

    DEFAULT_CSS = "Line { width: 1; height: 1fr; }"
    crossed: int | None = None
    """That row of it."""

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = "|+" if ascii else "│┼"

    @dataclass
    class Dragged(Message):
        """To that column of the screen; `over`: let go."""

        line: Line
        x: int
        over: bool = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self and event.screen_x != self.region.x:
            self.post_message(self.Dragged(self, int(event.screen_x)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            self.release_mouse()
            self.post_message(self.Dragged(self, int(event.screen_x), over=True))

    def render_line(self, y: int) -> Strip:
        return strip([(self._glyphs[y == self.crossed], "text.quiet")], 1).apply_style(self.rich_style)
