"""A pane that shows the difference of two texts and asks what to do about it: recovered text, a changed file, one's own changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from textual import events

from asyncplay.late import dataclass
from asyncplay.ui.render.difference import Line, difference
from asyncplay.ui.render.rows import Row
from asyncplay.ui.widgets.editor_text import drawable
from asyncplay.ui.widgets.rows import Rows

_ROLES = {"-": "mark.error", "+": "outcome.good", " ": "text", "·": "text.quiet"}


@dataclass(frozen=True)
class Comparison:
    """`about` stands beside the label, `said` above the difference, `answers` below; `acts` are by key, `later` is what Esc does."""

    label: str
    about: str
    said: str
    answers: str
    old: str
    new: str
    first_line: int = 1
    acts: dict[str, Callable[[], object]] = field(default_factory=dict)
    later: Callable[[], object] = lambda: None


class DifferencePane(Rows):
    """One comparison at a time."""

    LABEL, SELECTS = "CHANGES", False
    HINTS = "Esc to editor, all else works meanwhile │ @help.show!  @program.run!  @palette!"
    ABOUT = ""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.comparison: Comparison | None = None
        self._lines_shown: list[Line] = []

    def ask(self, comparison: Comparison) -> None:
        """Show this one."""
        self.comparison, self.LABEL, self.ABOUT = comparison, comparison.label, comparison.about
        self._lines_shown = difference(comparison.old, comparison.new, comparison.first_line)
        self.top = 0
        self._drawn.clear()
        self.changed()

    def head(self, width: int) -> list[Row]:
        return [[(f" {self.comparison.said}", "text")]] if self.comparison else []

    def foot(self, width: int) -> list[Row]:
        return [[(f" {self.keys.fill(self.comparison.answers)}", "text.title")]] if self.comparison else []

    def count(self) -> int:
        return len(self._lines_shown)

    def row(self, index: int, width: int) -> Row:
        line = self._lines_shown[index]
        number = "" if line.sign == "·" else str(line.number)
        return [(f" {line.sign} {number:>2} {drawable(line.text)}", _ROLES[line.sign])]

    def on_key(self, event: events.Key) -> None:
        act = self.comparison.acts.get(event.key) if self.comparison else None
        if act is not None:
            event.stop()
            event.prevent_default()
            act()
