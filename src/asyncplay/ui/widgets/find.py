"""Find and replace: one line in the tab area, searched while it is typed. Posts Sought and Replaced; the screen finds."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.message import Message
from textual.widgets import Input

from asyncplay.late import dataclass


class FindPane(Input):
    """Tab goes from what is sought to what is put in its place."""

    DEFAULT_CSS = "FindPane { height: 1; border: none; padding: 0 1; &:focus { border: none; } }"
    LABEL = "FIND"
    ABOUT = ""
    HINTS = "Enter ↓ Next  ↑ Previous  Tab Replace  Esc Back to the text"

    @dataclass
    class Sought(Message):
        """`step` is 1 for the next, -1 for the one before, 0 while it is typed."""

        words: str
        step: int

    @dataclass
    class Replaced(Message):
        """This one, and on to the next."""

        words: str
        by: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.words = self.by = ""
        self.replaces = False

    def begin(self, words: str) -> None:
        """What is sought at first."""
        self.replaces = False
        self.words = words or self.words
        self._show()

    def _show(self) -> None:
        self.LABEL = f"REPLACE {self.words[:20]} BY" if self.replaces else "FIND"
        self.HINTS = "Enter Replace, and next  Tab Back to find  Esc Back to the text" if self.replaces else FindPane.HINTS
        self.placeholder = "what stands there instead" if self.replaces else "what to look for; small letters find both"
        self.value = self.by if self.replaces else self.words
        self.cursor_position = len(self.value)

    async def _on_key(self, event: events.Key) -> None:
        acts: dict[str, Callable[[], object]] = {"tab": self._other, "shift+tab": self._other}
        acts |= {"down": lambda: self.action_step(1), "up": lambda: self.action_step(-1)}
        if event.key in acts:  # here and not as bindings: those are overtaken by the keys typed behind them
            event.stop()
            event.prevent_default()
            acts[event.key]()

    def _other(self) -> None:
        if self.replaces:
            self.by = self.value
        else:
            self.words = self.value
        self.replaces = not self.replaces
        self._show()
        self.post_message(self.Sought(self.words, 0))

    def action_step(self, step: int) -> None:
        self.post_message(self.Sought(self.words, step))

    def watch_value(self, value: str) -> None:
        """At once: the message that tells of it comes behind the keys that were typed after it, and Esc and F1 found the cursor elsewhere."""
        if self.replaces:
            self.by = value
        elif value != self.words:
            self.words = value
            self.post_message(self.Sought(value, 0))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.replaces:
            self.by = self.value
        else:
            self.words = self.value
        self.post_message(self.Replaced(self.words, self.by) if self.replaces else self.Sought(self.words, 1))

    def changed(self) -> None:
        """As the other panes have it."""
