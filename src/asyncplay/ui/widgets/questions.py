"""Questions are panes in the tab area, never dialogs: editor and Run work meanwhile, Esc always leaves. The list of lessons and files is one too."""

from __future__ import annotations

from collections.abc import Callable

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from asyncplay.late import dataclass
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the key that gives it besides Enter on its row, the words, what is done."""

    key: str
    text: str
    act: Callable[[], object]
    turn: Callable[[int], object] | None = None
    """What the arrows do, right (1) and left (-1)."""
    also: str = ""
    """More words by which it is found."""


class ChoicePane(Rows):
    """A title, and answers to choose from."""

    LABEL = "QUESTION"
    HINTS = "↑↓ Choose  Enter Answer  Esc Later │ @program.run!  @help.show!"
    ABOUT = ""

    class Left(Message):
        """Esc: no answer."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text: list[str] = []
        self.choices: list[Choice] = []
        """Those that have the typed words in them."""
        self.words = ""
        """Typed in a list whose answers have no keys of their own."""
        self._all: list[Choice] = []

    def ask(self, text: list[str], choices: list[Choice], label: str) -> None:
        self.text, self.choices, self._all, self.LABEL, self.words = text, choices, choices, label, ""
        self.ABOUT = ""
        self.top, self.cursor = 0, 0
        self._drawn.clear()
        self.changed()

    def head(self, width: int) -> list[Row]:
        return [[(f" {self.keys.fill(line)}", "text")] for line in self.text]

    def count(self) -> int:
        return len(self.choices)

    def row(self, index: int, width: int) -> Row:
        choice = self.choices[index]
        key = f"{choice.key:<6} " if choice.key else ""
        return [("   " + key, "text.title"), (self.keys.fill(choice.text), "text")]

    def action_choose(self) -> None:
        if self.cursor is not None and self.choices:
            self.choices[self.cursor].act()

    def take_key(self, key: str, character: str | None) -> bool:
        """An answer's key, Enter, or words that narrow the list; each before the next key is looked at, which may be for the pane that opens."""
        chosen = self.choices[self.cursor] if self.cursor is not None and self.choices else None
        if key == "enter":
            self.action_choose()
            return True
        if key in ("left", "right") and chosen is not None and chosen.turn is not None:
            chosen.turn(1 if key == "right" else -1)
            return True
        for choice in self.choices:
            if choice.key and key == choice.key.lower():
                choice.act()
                return True
        if any(choice.key for choice in self._all):
            return False
        if character:
            self._find(self.words + character)
        elif key == "backspace" and self.words:
            self._find(self.words[:-1])
        else:
            return False
        return True

    def _find(self, words: str) -> None:
        """Only those answers that have all of these words in them, or in what else they are found by."""
        self.words = words
        wanted = words.lower().split()
        self.choices = [choice for choice in self._all if all(word in f"{choice.text} {choice.also}".lower() for word in wanted)]
        self.choices.sort(key=lambda choice: not all(word in choice.text.lower() for word in wanted))  # what says it itself comes first
        self.ABOUT = f"{words}: {len(self.choices)} of {len(self._all)}" if words else ""
        self.top, self.cursor = 0, 0 if self.choices else None
        self._drawn.clear()
        self.changed()
        self.post_message(self.Narrowed())

    class Narrowed(Message):
        """Words were typed: there are other answers now."""


class PromptPane(Input):
    """One line to type: a file's name."""

    DEFAULT_CSS = "PromptPane { height: 1; border: none; padding: 0 1; &:focus { border: none; } }"
    LABEL = "NAME"
    HINTS = "Enter Take it  Esc Never mind"
    BINDINGS = [Binding("escape", "leave", "Leave", show=False)]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, compact=True)
        self.act: Callable[[str], object] = lambda _: None

    def ask(self, placeholder: str, value: str, act: Callable[[str], object], label: str) -> None:
        self.LABEL = label
        self.placeholder, self.value, self.act = placeholder, value, act
        self.cursor_position = len(value)

    def action_leave(self) -> None:
        self.post_message(ChoicePane.Left())

    def take_key(self, key: str, character: str | None) -> bool:
        """A key that is typed; whether it was taken. Each before the next one is looked at."""
        if key == "enter":
            if self.value.strip():
                self.act(self.value.strip())
        elif character:
            self.replace(character, *sorted(self.selection))
        else:
            return False
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def changed(self) -> None:
        """As the other panes have it."""
