"""A widget that is nothing but its lines. Ten times a second some of them change, in many panes: what Textual looks up for each line is looked up
once for all, and a line is kept as it is sent.

Borders and the like are Textual's own business, where a theme or a file of styles gives a pane any.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class PlainLines(Widget):
    """Subclasses say what stands in a line, exactly as wide as the widget: the same object while it is the same."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept: dict[int, tuple[Strip, Style, Sequence[LineFilter], Strip]] = {}
        """Each line, with which look and filters it was drawn, and what came of it."""
        self._base: Style | None = None
        self._plain: bool | None = None
        """There is nothing but lines to draw; None: not known."""

    def content_line(self, y: int) -> Strip:
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        base = self._base = self.rich_style
        if self._plain is None:
            self._plain = _is_plain(self)
        if not self._plain:
            return super().render_lines(crop)
        filters = self.app.get_line_filters()
        found = [self._finished(y, base, filters) for y in crop.line_range]
        return found if crop.column_span == (0, self.size.width) else [one.crop(*crop.column_span) for one in found]

    def render_line(self, y: int) -> Strip:
        return self.content_line(y).apply_style(self._base or self.rich_style)

    def _finished(self, y: int, base: Style, filters: Sequence[LineFilter]) -> Strip:
        line = self.content_line(y)
        kept = self._kept.get(y)
        if kept is not None and kept[0] is line and kept[1] == base and kept[2] == filters:
            return kept[3]
        made = line.apply_style(base)
        for one in filters:
            made = made.apply_filter(one, self.background_colors[1])
        self._kept[y] = line, base, filters, made
        return made

    def notify_style_update(self) -> None:
        self._plain = None
        super().notify_style_update()


def _is_plain(widget: Widget) -> bool:
    """Whether its styles ask for nothing around its lines or over them."""
    styles = widget.styles
    edges = (*styles.outline, *styles.border)
    return (
        not any(styles.padding) and not any(kind for kind, _ in edges) and not styles.has_rule("hatch") and not styles.tint.a
        and styles.text_opacity == 1.0 and widget.opacity == 1.0
    )  # fmt: skip
