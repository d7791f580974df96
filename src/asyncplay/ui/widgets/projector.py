"""The projector's own rows: the stage (who has the loop, what was printed last), a rule, and the keys that were pressed."""

from __future__ import annotations

from textual.strip import Strip

from asyncplay.ui.frame import Frame
from asyncplay.ui.render import projector
from asyncplay.ui.render.bars import rule_row
from asyncplay.ui.render.rows import Row, strip
from asyncplay.ui.widgets.bars import Bar


class Stage(Bar):
    """Two rows below the title."""

    DEFAULT_CSS = "Stage { height: 2; width: 1fr; }"
    frame = Frame()

    def show(self, frame: Frame) -> None:
        """The moment on show."""
        self.frame = frame
        self.refresh()

    def content_line(self, y: int) -> Strip:
        rows = projector.stage_rows(self.frame, self.size.width)
        return strip(rows[y] if y < len(rows) else [], self.size.width)


class Rule(Bar):
    """A line with the name of what stands below it."""

    name_below, ascii = "OUTPUT", False

    def draw(self, width: int) -> Row:
        return rule_row(self.name_below, width, self.ascii)


class Pressed(Bar):
    """The keys, for those who watch."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys: list[str] = []

    def press(self, key: str) -> None:
        """One more."""
        self.keys = [*self.keys[-30:], key]
        self.changed()

    def draw(self, width: int) -> Row:
        return projector.keys_row(self.keys, width)
