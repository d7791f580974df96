"""The last word on terminals that show ASCII only: whatever is about to be drawn is put into letters that they have, cell for cell.

Panes choose their ASCII marks themselves; this is for lines, arrows, and what a snippet or a lesson says.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LIKE = {
    "│": "|", "║": "W", "─": "-", "├": "+", "┤": "+", "└": "+", "┌": "+", "┐": "+", "┘": "+", "┬": "+", "┴": "+", "┼": "+", "▌": ">", "▐": "<",
    "»": "$", "•": "*", "▼": "v", "▲": "^", "█": "#", "░": ":", "◄": "<", "►": ">", "∞": "&", "√": "D", "○": "o", "■": "B",
    "¬": "L", "↑": "^", "↓": "v", "←": "<", "→": ">", "…": ".", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"',
    "×": "x", "·": ".", "\u00a0": " ",
}  # fmt: skip


def ascii_only(text: str) -> str:
    """As many cells, ASCII alone; `?` for what has no likeness."""
    if text.isascii():
        return text
    return "".join(letter if letter.isascii() else _LIKE.get(letter) or "?" * cell_len(letter) for letter in text)


class AsciiOnly(LineFilter):
    """Textual runs every line through it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [segment if segment.text.isascii() else Segment(ascii_only(segment.text), segment.style, segment.control) for segment in segments]


ASCII_ONLY = AsciiOnly()
"""One for all: Textual keeps what it made of a line."""
