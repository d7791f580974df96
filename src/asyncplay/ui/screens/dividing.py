"""The screen's part that moves the dividers: `d` and arrows, or the mouse; kept for each class of terminal sizes, and between sessions."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from asyncplay.ui.layout import height_class, width_class
from asyncplay.ui.screens.base import Base
from asyncplay.ui.widgets.bars import TabStrip
from asyncplay.ui.widgets.line import Line

HELP = "Arrows move, Enter keeps, Esc puts back"


class Dividing(Base):
    """Sizes are wishes: a terminal that is too small for one gets what fits."""

    _sizes_before: dict[str, int] | None = None
    """As they were when moving began; None: nobody moves."""

    def action_divide(self) -> None:
        if "line" not in self.plan().boxes and "tabs" not in self.plan().boxes:
            self.toast("There is nothing to divide here")
            return
        self._sizes_before = dict(self.sizes)
        self.toast(HELP)

    def takes(self, key: str) -> bool:
        """Whether this key moves a divider, or ends that."""
        if self._sizes_before is None:
            return False
        moves: dict[str, Callable[[], object]] = {
            "left": lambda: self._move(columns=-1), "right": lambda: self._move(columns=1),
            "up": lambda: self._move(rows=-1), "down": lambda: self._move(rows=1),
        }  # fmt: skip
        if key in moves:
            moves[key]()
            return True
        if key == "escape":
            self.sizes = self._sizes_before
        self._sizes_before = None
        self._keep_sizes()
        self.rearrange()
        return key in ("escape", "enter")

    def _move(self, columns: int = 0, rows: int = 0) -> None:
        boxes = self.plan().boxes
        if columns and "line" in boxes:
            self._put(columns=boxes["line"].x + columns)
        if rows and "tabs" in boxes:
            self._put(rows=boxes["tabs"].y - 1 + rows)
        self.toast(HELP)

    def _put(self, columns: int | None = None, rows: int | None = None) -> None:
        if columns is not None:
            self.sizes = {**self.sizes, f"columns.{width_class(self.size.width)}": columns}
        if rows is not None:
            self.sizes = {**self.sizes, f"rows.{height_class(self.size.height)}": rows}
        boxes = self.plan().boxes  # what fits is what is kept
        if columns is not None and "line" in boxes:
            self.sizes[f"columns.{width_class(self.size.width)}"] = boxes["line"].x
        if rows is not None and "tabs" in boxes:
            self.sizes[f"rows.{height_class(self.size.height)}"] = boxes["tabs"].y - 1
        self.rearrange()

    def _keep_sizes(self) -> None:
        self.playground.keeper.keep_sizes(self.sizes)

    @on(Line.Dragged)
    def _line_dragged(self, event: Line.Dragged) -> None:
        if event.line.id == "line":
            self._put(columns=event.x)
            if event.over:
                self._keep_sizes()

    @on(TabStrip.Dragged)
    def _strip_dragged(self, event: TabStrip.Dragged) -> None:
        self._put(rows=event.y - 1)
        if event.over:
            self._keep_sizes()
