"""Completion in the editor: Tab or Ctrl+Space after a name or a dot asks (CompletionWanted), `offer` shows what there is, arrows and Enter choose.

The list is drawn over the editor's own lines, so nothing else moves; typing goes on and narrows it, any other key closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from asyncplay.late import dataclass
from asyncplay.ui.completion import Candidate
from asyncplay.ui.theme import style
from asyncplay.ui.widgets.editing import Editing

ROWS = 8
WIDTH = 40


@dataclass
class Offer:
    """What can be put in place of the word that begins at `start`."""

    start: tuple[int, int]
    candidates: Sequence[Candidate]
    chosen: int = 0
    shown: list[Candidate] = field(default_factory=list)

    def narrow(self, word: str) -> bool:
        """To those that begin so; whether some do."""
        self.shown = [one for one in self.candidates if one.name.startswith(word)] or [
            one for one in self.candidates if one.name.lower().startswith(word.lower())
        ]
        self.chosen = min(self.chosen, max(0, len(self.shown) - 1))
        return bool(self.shown)

    @property
    def top(self) -> int:
        return max(0, min(self.chosen - ROWS + 1, len(self.shown) - ROWS)) if self.chosen >= ROWS else 0


class Completing(Editing):
    """Mixed into the editor."""

    completes = True
    """Tab completes; else only Ctrl+Space does."""
    _offer: Offer | None = None

    @dataclass
    class CompletionWanted(Message):
        """The word before the cursor, which begins at `start`, is to be completed."""

        start: tuple[int, int]
        cursor: tuple[int, int]

    # keys

    async def _on_key(self, event: events.Key) -> None:
        if self._offer is not None and self._choose(event.key):
            event.stop()
            event.prevent_default()
            return
        if event.key in ("ctrl+@", "ctrl+space") or (event.key == "tab" and self.completes and self._after_name()):
            event.stop()
            event.prevent_default()
            self.post_message(self.CompletionWanted(self._word_start(), self.cursor_location))
            return
        if self._offer is not None and not (event.is_printable or event.key == "backspace"):
            self.close_offer()  # and on to Editing's own _on_key: Textual calls that of every class

    def _choose(self, key: str) -> bool:
        offer = self._offer
        assert offer is not None
        if key in ("up", "down"):
            offer.chosen = (offer.chosen + (1 if key == "down" else -1)) % len(offer.shown)
        elif key in ("enter", "tab"):
            self._put_in(offer.shown[offer.chosen].name)
            self.close_offer()
        else:
            return False
        self.refresh()
        return True

    def _after_name(self) -> bool:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        before, after = line[:column], line[column : column + 1]
        ends_name = before[-1:] == "." or before[-1:] == "_" or before[-1:].isalnum()
        return self.selection.is_empty and ends_name and not (after.isalnum() or after == "_")

    def _word_start(self) -> tuple[int, int]:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        while column and (line[column - 1].isalnum() or line[column - 1] == "_"):
            column -= 1
        return row, column

    # the list

    def offer(self, start: tuple[int, int], candidates: Sequence[Candidate]) -> bool:
        """Show these, if the cursor is still in that word; one alone is put in. Whether there was something to show."""
        row, column = self.cursor_location
        if row != start[0] or column < start[1] or self._word_start() != start or not self.has_focus:
            return True
        offer = Offer(start, candidates)
        word = self.document.get_line(row)[start[1] : column]
        if not offer.narrow(word):
            return False
        common = _common([one.name for one in offer.shown])
        if len(common) > len(word) and common.startswith(word):
            self._put_in(common, start)
        if len(offer.shown) > 1:
            self._offer = offer
            self.refresh()
        return True

    def _put_in(self, name: str, start: tuple[int, int] | None = None) -> None:
        begin = start if start is not None else self._offer.start if self._offer is not None else self.cursor_location
        self._replace_via_keyboard(name, begin, self.cursor_location)

    def close_offer(self) -> bool:
        """Away with the list; whether there was one."""
        had, self._offer = self._offer is not None, None
        if had:
            self.refresh()
        return had

    def narrow_offer(self) -> None:
        """The text or the cursor changed."""
        if self._offer is None:
            return
        row, column = self.cursor_location
        start = self._offer.start
        word = self.document.get_line(row)[start[1] : column] if row == start[0] and column >= start[1] else None
        if word is None or not self._offer.narrow(word) or self._word_start() != start:
            self._offer = None
        self.refresh()

    def on_blur(self) -> None:
        self.close_offer()

    def over(self, y: int, plain: Strip, gutter: int) -> Strip:
        """This line of the screen, with the list's row over it where it has one."""
        offer = self._offer
        if offer is None:
            return plain
        count = min(ROWS, len(offer.shown))
        here = offer.start[0] - int(self.scroll_offset.y)
        below = here + 1 + count <= self.size.height or here < count
        index = y - here - 1 if below else y - here + count
        if not 0 <= index < count:
            return plain
        one = offer.shown[offer.top + index]
        width = min(WIDTH, max(cell_len(row.name) + len(row.kind) + 4 for row in offer.shown[offer.top : offer.top + count]))
        column = self.get_column_width(offer.start[0], offer.start[1]) - int(self.scroll_offset.x)
        x = max(0, min(gutter + column - 1, self.size.width - width))
        mark = "▌" if offer.top + index == offer.chosen else " "
        words = f"{mark}{one.name}".ljust(width - len(one.kind) - 1) + f"{one.kind} "
        look = style("selection") if offer.top + index == offer.chosen else style("popup")
        return Strip.join([plain.crop(0, x), Strip([Segment(words[:width], self.rich_style + look)]), plain.crop(x + width, self.size.width)])


def _common(names: list[str]) -> str:
    """How all of them begin."""
    first, last = min(names), max(names)
    return next((first[:at] for at, letter in enumerate(first) if at >= len(last) or last[at] != letter), first)
