"""Text as cells, one code point each, so that rows can be compared and cut like strings. Pure.

What needs more than one code point (a letter with combining marks, an emoji of several) gets a number of its own in a plane that no text may use;
the cell right of a wide character holds NUL.
"""

from __future__ import annotations

import functools

from rich.cells import cell_len

TAIL = "\0"
"""The second cell of a wide character."""
_FIRST = 0xF0000
_COUNT = 0xFFFD
UNKNOWN = "\ufffd"
_JOINER, _WIDE_PICTURE = "\u200d", "\ufe0f"
SAFE_WIDE = (
    (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
)  # fmt: skip
"""Wide characters that every terminal draws in two cells: those of East Asian scripts."""

_clusters: list[str] = []
_numbers: dict[str, str] = {}
_known: dict[str, str] = {}


def cells(text: str) -> str:
    """As many characters as the text has cells."""
    if text.isascii() and text.isprintable():
        return text
    found = _known.get(text)
    if found is None:
        if len(_known) > 4096:
            _known.clear()
        found = _known[text] = "".join(_cells(text))
    return found


def _cells(text: str) -> list[str]:
    found: list[str] = []
    for cluster in _split(text):
        width = cell_len(cluster)
        if width == 0:
            continue  # a control character, or a mark without a letter: it has no cell
        single = len(cluster) == 1 and ord(cluster) < _FIRST
        found.append(cluster if single else _number(cluster))
        found += [TAIL] * (width - 1)
    return found


def _split(text: str) -> list[str]:
    """Letters with the marks that belong to them."""
    clusters: list[str] = []
    joined = False
    for character in text:
        belongs = joined or character in (_WIDE_PICTURE, _JOINER) or not cell_len(character)
        if character < " " or "\x7f" <= character < "\xa0":
            continue
        if belongs and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
        joined = character == _JOINER and bool(clusters)
    return clusters


def _number(cluster: str) -> str:
    number = _numbers.get(cluster)
    if number is None:
        if len(_clusters) >= _COUNT:
            return UNKNOWN
        number = _numbers[cluster] = chr(_FIRST + len(_clusters))
        _clusters.append(cluster)
    return number


def text_of(cell: str) -> str:
    """What is in a cell, as it goes to the terminal."""
    return _clusters[ord(cell) - _FIRST] if ord(cell) >= _FIRST else cell


_LIKES = {"|": "│┃║", "-": "─━═–—", "+": "├┤└┌┐┘┬┴┼╭╮╰╯√", ">": "▌►→", "<": "▐◄←", "$": "»", "*": "•", "^": "▲↑", "v": "▼↓", "#": "█■▓", ":": "░▒",
          "o": "○●□", "!": "¬", "&": "∞", "~": "…", ".": "·", "'": "‘’", '"': "“”"}  # fmt: skip
_GLYPHS = {ord(glyph): plain for plain, glyphs in _LIKES.items() for glyph in glyphs}


@functools.lru_cache(4096)
def narrowed(row: str, encoding: str) -> str:
    """The same cells for a terminal that has these characters only: glyphs by their likes in ASCII, others by question marks."""
    found = []
    for cell in row:
        plain = cell.translate(_GLYPHS)
        try:
            plain.encode(encoding)
        except UnicodeEncodeError:
            plain = "?"
        found.append("?" if plain == TAIL else plain)
    return "".join(found)


def is_sure(cell: str, wide: bool) -> bool:
    """Whether every terminal draws it in as many cells as we think: if not, the position after it has to be said."""
    code = ord(cell)
    if code >= _FIRST:
        return False
    if not wide:
        return code < 0x300 or 0x2000 < code < 0x2600
    return any(low <= code <= high for low, high in SAFE_WIDE)
