"""The screen's part that speaks of the line to the terminal: repaint, bytes per second in row 1, low-bandwidth mode and its offer."""

from __future__ import annotations

import os
from dataclasses import replace

from textual.timer import Timer

from asyncplay.ui.screens.base import Base
from asyncplay.ui.terminal._textual import wire_of
from asyncplay.ui.widgets.bars import TitleBar

DETAILS_S = 1.0
OFFER_S = 1.5
"""So long after the start, over SSH, the mode is named."""
OFFER = "low-bandwidth mode is in @palette"


class Link(Base):
    """What it does concerns bytes only: nothing of the run or the text."""

    _details: Timer | None = None

    def on_mount(self) -> None:
        wire = wire_of(self.app)
        if wire is not None:
            low = self.playground.config.get("ui", "low_bandwidth")
            low = self.playground.keeper.state.low_bandwidth if low is None else low
            wire.pacer.low = bool(low)
            if low is not None:
                return  # somebody has decided
            wire.on_slow = lambda: self.toast(f"Slow line: {OFFER}")
            if os.environ.get("SSH_TTY"):
                self.set_timer(OFFER_S, self._offer)

    def _offer(self) -> None:
        wire = wire_of(self.app)
        if wire is not None and not wire.pacer.low and not self.query_one(TitleBar).toast:
            self.toast(f"Over SSH: {OFFER}")

    def action_repaint(self) -> None:
        wire = wire_of(self.app)
        self.refresh(repaint=True, layout=True)
        if wire is not None:
            wire.repaint()

    def action_low_bandwidth(self) -> None:
        wire = wire_of(self.app)
        if wire is None:
            self.toast("Textual's own output is on: it has one speed")
            return
        wire.pacer.low = not wire.pacer.low
        keeper = self.playground.keeper
        keeper.state = replace(keeper.state, low_bandwidth=wire.pacer.low)  # for the next session; [ui] low_bandwidth of the settings wins
        self.toast("Low bandwidth: four frames a second" if wire.pacer.low else "Full speed: ten frames a second")

    def action_details(self) -> None:
        """Bytes per second, and how long the terminal takes to draw, in row 1: on and off."""
        if self._details is not None:
            self._details.stop()
            self._details = None
            self._show_details("")
        else:
            self._details = self.set_interval(DETAILS_S, self._look)
            self._look()

    def _look(self) -> None:
        wire = wire_of(self.app)
        self._show_details(wire.details() if wire is not None else "stock output")

    def _show_details(self, text: str) -> None:
        title = self.query_one(TitleBar)
        title.extra = text
        title.changed()
