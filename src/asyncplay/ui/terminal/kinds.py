"""What kinds of terminals there are, by the name in TERM, and which sequences switch their modes. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What may be expected of a terminal."""

    colours: bool = True
    answers: bool = True
    """It says where its cursor is when asked."""
    keeps_background: bool = False
    """Erased cells get the background that is set (terminfo: bce)."""
    unicode: bool = True
    modern: bool = True
    """It ignores sequences that it does not know; others draw parts of them."""


def kind(term: str) -> Kind:
    """By name. What is not known is taken for an xterm without pretensions."""
    if term in ("", "dumb", "unknown"):
        return Kind(colours=False, answers=False, unicode=False, modern=False)
    if term.startswith("vt"):
        return Kind(colours=False, unicode=False, modern=False)
    if term.startswith("linux"):
        return Kind(keeps_background=True, modern=False)
    if term.startswith(("screen", "tmux")):
        return Kind()
    return Kind(keeps_background=term.startswith("xterm"))


_KITTY = 1 | 8 | 16
"""Of the kitty keyboard protocol: keys told apart, all of them, with their text."""


def modes_on(kind: Kind, mouse: bool, kitty: bool) -> str:
    """Alternate screen, cursor hidden, no wrapping at the right edge; pastes, focus, mouse and keys reported where they can be."""
    text = "\x1b[?1049h\x1b[?25l\x1b[?7l"
    if mouse:
        text += "\x1b[?1000h\x1b[?1002h\x1b[?1006h"
    if kind.modern:
        text += "\x1b[?2004h\x1b[?1004h\x1b[?2026$p"
        text += f"\x1b[>{_KITTY}u" if kitty else ""
    return text


def modes_off(kind: Kind, mouse: bool, kitty: bool) -> str:
    """As it was before, colours and all."""
    text = "\x1b[m\x1b[?7h"
    if kind.modern:
        text += "\x1b[<u" if kitty else ""
        text += "\x1b[?1004l\x1b[?2004l"
    if mouse:
        text += "\x1b[?1006l\x1b[?1002l\x1b[?1000l"
    return text + "\x1b[?1049l\x1b[?25h"
