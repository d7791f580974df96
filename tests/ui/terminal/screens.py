"""What a terminal shows, cell by cell, in a form in which two screens that look alike are equal."""

from __future__ import annotations

import pyte

from tests.pty.terminal import Screen

Shown = list[list[tuple[str, ...]]]


class Terminal:
    """A pyte screen without wrapping at the right edge."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = Screen(width, height)
        self._stream = pyte.Stream(self.screen)
        self.feed("\x1b[?7l")

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    def shown(self) -> Shown:
        """Character, colours and attributes of each cell; of a blank what shows on it."""
        return [[_look(self.screen.buffer[y][x]) for x in range(self.screen.columns)] for y in range(self.screen.lines)]

    def text(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]


def _look(cell: pyte.screens.Char) -> tuple[str, ...]:
    marks = "".join(mark for mark, on in (("_", cell.underscore), ("r", cell.reverse), ("-", cell.strikethrough)) if on)
    if cell.data.isspace():
        return (" ", cell.bg, marks, cell.fg if marks else "")
    more = "".join(mark for mark, on in (("b", cell.bold), ("i", cell.italics)) if on)
    return (cell.data, cell.bg, marks + more, cell.fg)
