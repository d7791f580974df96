"""Panes in which `/` filters: the words are typed into the pane itself, and what fits them is listed at once."""

from __future__ import annotations

import time

from textual.binding import Binding

from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane

QUERY_MAX = 60
SLICE_S = 0.01
"""So long at most a filter looks before the next frame."""
PAUSE_S = 0.02


class Finding(Pane):
    """Subclasses list what fits `words`. Enter keeps the filter, Esc takes it off."""

    BINDINGS = [Binding("slash,ctrl+f", "find", "Filter", show=False)]

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.words = ""
        self.typing = False

    def action_find(self) -> None:
        self.typing = True
        self.changed()

    def stop_finding(self) -> bool:
        """Take the filter off; False if there is none."""
        if not self.typing and not self.words:
            return False
        self.typing = False
        self.ask("")
        return True

    def forget(self) -> None:
        super().forget()
        self.words, self.typing = "", False

    def take_key(self, key: str, character: str | None) -> bool:
        """A key while the words are typed; whether it belongs to them."""
        if not self.typing:
            return False
        if key == "enter":
            self.typing = False
            self.changed()
        elif key in ("backspace", "ctrl+h"):
            self.ask(self.words[:-1])
        elif key == "ctrl+u":
            self.ask("")
        elif character:
            self.ask((self.words + character)[:QUERY_MAX])
        else:
            return False
        return True

    def ask(self, text: str) -> None:
        """List what fits this."""
        self.words = text
        self.cursor, self.top = None, 0
        self.show(self.frame)

    def found_text(self) -> str:
        """How many there are, of how many."""
        return ""

    def head(self, width: int) -> list[Row]:
        if not self.typing and not self.words:
            return []
        cursor = ("_" if self.ascii else "▌") if self.typing else ""
        hint = "Enter keeps, Esc takes it off" if self.typing else "/ changes, Esc takes it off"
        return [[(f" / {self.words}{cursor}", "text.title"), (f"   {self.found_text()}   {hint}", "text.quiet")]]


class Sifting(Finding):
    """Long lists that only grow, such as events and output: a filter looks through them a slice at a time, and never holds a frame up."""

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(ascii, id=id)
        self.found: list[int] = []
        """Places of what fits the filter."""
        self._looked = 0

    def total(self) -> int:
        """How many there are without a filter."""
        raise NotImplementedError

    def fits(self, place: int, words: list[str]) -> bool:
        """Whether one of them has all these words."""
        raise NotImplementedError

    def forget(self) -> None:
        super().forget()
        self.found, self._looked = [], 0

    def ask(self, text: str) -> None:
        self.found, self._looked = [], 0
        super().ask(text)

    def look(self) -> None:
        """Go on looking."""
        if not self.words:
            return
        words, total, end = self.words.casefold().split(), self.total(), time.monotonic() + SLICE_S
        while self._looked < total and (self._looked % 128 or time.monotonic() < end):
            if self.fits(self._looked, words):
                self.found.append(self._looked)
            self._looked += 1
        if self._looked < total:
            self.set_timer(PAUSE_S, lambda: self.show(self.frame))

    def found_text(self) -> str:
        total = self.total()
        return f"{len(self.found)} of {total}" + (f", looked at {self._looked}" if self._looked < total and self.words else "")

    def count(self) -> int:
        return len(self.found) if self.words else self.total()

    def place_of(self, row: int) -> int:
        """What stands in a row."""
        return self.found[row] if self.words else row
