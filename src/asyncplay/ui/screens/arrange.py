"""Puts the widgets of the screen where `ui/layout.py` wants them. All of them are the screen's own children; what has no box is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

if TYPE_CHECKING:
    from asyncplay.ui.screens.base import Base


class Places(Layout):
    """The screen's layout."""

    name = "places"

    def arrange(self, parent: Base, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # type: ignore[override]
        boxes = parent.plan(size.width, size.height).boxes
        return [
            WidgetPlacement(Region(*box), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id is not None and (box := boxes.get(child.id)) is not None
        ]
