"""The line between two columns."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from asyncplay.ui.render.rows import strip


class Line(Widget):
    """`│`, and `┼` where a line of the other direction crosses it."""

    DEFAULT_CSS = "Line { width: 1; height: 1fr; }"
    crossed: int | None = None
    """That row of it."""

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = "|+" if ascii else "│┼"

    def render_line(self, y: int) -> Strip:
        return strip([(self._glyphs[y == self.crossed], "text.quiet")], 1).apply_style(self.rich_style)
