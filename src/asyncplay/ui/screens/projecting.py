"""The screen's part for the projector (F12): light, one pane at full width, three fixed rows on top, the keys pressed, nothing vital below."""

from __future__ import annotations

from asyncplay.ui.commands import read_aloud
from asyncplay.ui.screens.base import Base
from asyncplay.ui.theme import LIGHT
from asyncplay.ui.widgets.projector import Pressed


class Projecting(Base):
    """It changes looks only: no key has another meaning."""

    _theme_before = ""

    def action_projector(self) -> None:
        self.projector = not self.projector
        if self.projector:
            self._theme_before, self.app.theme = self.app.theme, LIGHT.name
        else:
            self.app.theme = self._theme_before
        self.editor.projector = self.projector
        self.query_one(Pressed).keys = []
        self.press("f12")
        self.rearrange()

    def press(self, key: str) -> None:
        super().press(key)
        if self.projector:
            self.query_one(Pressed).press(read_aloud(key))
