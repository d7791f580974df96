"""Untrusted text made safe to show: the one place where control characters become visible.

After `visible` no character is left that could move a cursor, hide text, change its direction or break a line. C0 controls are shown as
`^[`, others by their number, `<200b>`. Colour sequences (SGR) may be kept for a terminal that wants them.
"""

from __future__ import annotations

import re
import unicodedata

TAB = 8

_SGR = re.compile(r"\x1b\[[0-9;:]{0,40}m")
_PLAIN = re.compile(r"[ -~]*\Z")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
"""Unicode categories that draw nothing of their own: controls, formats, surrogates, separators, and what is not assigned."""
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
"""Letters and marks that look like nothing."""
_JOINING = frozenset("\ufe0e\ufe0f")
"""Variation selectors: terminals disagree about their width, so these alone are left out."""
_shown: dict[str, str] = {}


def visible(text: str, keep_sgr: bool = False) -> str:
    """The text with all that is no plain character made visible. A line end is no plain character: split lines before."""
    if _PLAIN.match(text):
        return text
    if keep_sgr:
        return "".join(_visible(piece, 0) if not _SGR.fullmatch(piece) else piece for piece in _pieces(text))
    return _visible(text, 0)


def _pieces(text: str) -> list[str]:
    """The text cut into colour sequences and what is between them."""
    pieces: list[str] = []
    end = 0
    for found in _SGR.finditer(text):
        pieces += (text[end : found.start()], found.group())
        end = found.end()
    pieces.append(text[end:])
    return pieces


def _visible(text: str, column: int) -> str:
    out: list[str] = []
    for char in text:
        if char == "\t":
            shown = " " * (TAB - column % TAB)
        elif " " <= char <= "~":
            shown = char
        else:
            shown = _shown.get(char) or _show(char)
        column += len(shown)
        out.append(shown)
    return "".join(out)


def _show(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        shown = "^" + chr(code + 64)
    elif code == 0x7F:
        shown = "^?"
    elif char in _JOINING:
        shown = ""
    elif char in _BLANK or unicodedata.category(char) in _HIDDEN:
        shown = f"<{code:02x}>"
    else:
        shown = char
    if len(_shown) < 10_000:
        _shown[char] = shown
    return shown
