"""The text that the editor edits, as lines; the one place where it changes, so whoever keeps something by line is told here.

Lines end with \\n and with nothing else, as they do for Python: a form feed or a Unicode line separator stays in its line, so that line numbers agree
with tracebacks and a file comes out of the editor as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import cell_len
from textual.geometry import Size
from textual.widgets.text_area import Document, EditResult, Location

HIDDEN = "\ufffd"
_RAW = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey, and what turns the order of letters round: one replacement each is drawn instead."""


def drawable(line: str) -> str:
    """The line as it may be sent to a terminal, of the same length."""
    return line if line.isascii() and line.isprintable() else _RAW.sub(HIDDEN, line)


class SourceText(Document):
    """`changed(top, old_bottom, new_bottom)` is called after rows top…old_bottom were replaced by top…new_bottom."""

    def __init__(self, text: str, changed: Callable[[int, int, int], None]) -> None:
        super().__init__("")
        self._lines = _split(text)
        self._changed = changed
        self._joined: str | None = None
        self._tab_width = 0
        self._widths: list[int] = []

    @property
    def text(self) -> str:
        """Joined once for each version: TextArea asks for it at every line that it draws."""
        if self._joined is None:
            self._joined = "\n".join(self._lines)
        return self._joined

    def get_size(self, tab_width: int) -> Size:
        """TextArea asks after every edit, so the widths of untouched lines are kept."""
        if tab_width != self._tab_width:
            self._tab_width, self._widths = tab_width, [_width(line, tab_width) for line in self._lines]
        return Size(max(self._widths), len(self._lines))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        (top, left), (bottom, right) = sorted((start, end))
        replaced = self.get_text_range((top, left), (bottom, right))
        lines = self._lines
        before = lines[top][:left] if top < len(lines) else ""
        after = lines[bottom][right:] if bottom < len(lines) else ""
        bottom = min(bottom, len(lines) - 1)
        new = _split(text)
        new[0] = before + new[0]
        column = len(new[-1])
        new[-1] += after
        lines[top : bottom + 1] = new
        new_bottom = top + len(new) - 1
        if self._tab_width:
            self._widths[top : bottom + 1] = [_width(line, self._tab_width) for line in new]
        self._joined = None
        self._changed(top, bottom, new_bottom)
        return EditResult((new_bottom, column), replaced)


def _split(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def _width(line: str, tab_width: int) -> int:
    if "\t" in line:
        line = line.expandtabs(tab_width)
    return len(line) if line.isascii() else cell_len(line)
