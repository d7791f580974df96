"""Rows: lists of (text, role) pieces, cut and padded to a width. What a row means is the business of who makes it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from asyncplay.ui.theme import style

Piece = tuple[str, str]
Row = list[Piece]
CUT = "»"


def fit(text: str, width: int) -> str:
    """A text in exactly so many cells; cut from the right with a mark that it goes on."""
    length = len(text) if text.isascii() else cell_len(text)
    if length <= width:
        return text + " " * (width - length)
    return set_cell_size(text, width - 1) + CUT if width > 0 else ""


def cut(text: str, width: int) -> str:
    """A text in at most so many cells."""
    return text if cell_len(text) <= width else fit(text, width)


def width_of(row: Row) -> int:
    return sum(cell_len(text) for text, _ in row)


ASCII = str.maketrans(
    {
        "▌": ">", "▐": "<", "│": "|", "─": "-", "├": "|", "┤": "|", "└": "`", "┌": "+", "┐": "+", "┘": "+", "┬": "+", "┼": "+", "»": "$", "►": ">",
        "◄": "<", "▲": "^", "▼": "v", "█": "#", "∞": "&", "•": "*", "√": "+", "↑": "^", "↓": "v", "←": "<", "→": ">", "µ": "u",
    }
)  # fmt: skip
"""What stands for the glyphs of panes and bars where the terminal has no more."""


def ascii_row(row: Iterable[Piece]) -> Row:
    """With nothing in it but what every terminal has; what the program printed stays as it is."""
    return [(text.translate(ASCII), role) for text, role in row]


def strip(row: Iterable[Piece], width: int, selected: bool = False) -> Strip:
    """A row as the screen takes it, exactly so wide."""
    segments: list[Segment] = []
    left = width
    for text, role in row:
        if left <= 0:
            break
        length = cell_len(text)
        if length > left:
            text, length = fit(text, left), left
        segments.append(Segment(text, style(role)))
        left -= length
    if left > 0:
        segments.append(Segment(" " * left, style("text")))
    drawn = Strip(segments, width)
    return drawn.apply_style(style("selection")) if selected else drawn


def wrap(text: str, width: int) -> list[str]:
    """Words over lines; a word that is too long is broken."""
    import textwrap

    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, max(1, width)) or [""]
    return lines
