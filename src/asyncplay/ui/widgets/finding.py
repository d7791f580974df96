"""Panes in which `/` filters: the words are typed into the pane itself, and what fits them is listed at once."""

from __future__ import annotations

from textual import events
from textual.binding import Binding

from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.pane import Pane

QUERY_MAX = 60


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
        self._ask("")
        return True

    def forget(self) -> None:
        super().forget()
        self.words, self.typing = "", False

    def on_key(self, event: events.Key) -> None:
        if not self.typing:
            return
        if event.key == "enter":
            self.typing = False
            self.changed()
        elif event.key in ("backspace", "ctrl+h"):
            self._ask(self.words[:-1])
        elif event.key == "ctrl+u":
            self._ask("")
        elif event.is_printable and event.character:
            self._ask((self.words + event.character)[:QUERY_MAX])
        else:
            return
        event.prevent_default()
        event.stop()

    def _ask(self, text: str) -> None:
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
