"""Colour roles and what they look like. Widgets name roles only; every role is also told by a glyph, a word or a place.

The styles are built from the sixteen colours that every terminal has, so that nothing vanishes where there are no more.
"""

from __future__ import annotations

import functools

from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

ROLES = {
    "text": "", "text.quiet": "", "text.title": "bold",
    "state.running": "bold green", "state.ready": "yellow", "state.waiting": "", "state.blocking": "bold white on dark_red",
    "state.late": "reverse yellow",
    "state.done": "", "state.failed": "bold red", "state.cancelled": "red", "state.lost": "bold red", "state.unknown": "",
    "task.1": "blue", "task.2": "magenta", "task.3": "cyan",
    "task.4": "bright_blue", "task.5": "bright_magenta", "task.6": "bright_cyan",
    "mark.error": "bold red", "mark.breakpoint": "red", "playhead": "bold",
    "playhead.here": "bold cyan", "playhead.back": "reverse cyan", "mark.warning": "yellow",
    "line.exec": "reverse",
    "popup": "bold black on cyan",
    "note.line": "reverse yellow", "selection": "reverse", "focus": "bold", "outcome.good": "green", "outcome.bad": "bold red",
    "bar": "", "button": "bold reverse", "button.stop": "bold white on dark_red", "toast": "bold reverse",
    "code.keyword": "bold magenta", "code.name": "cyan", "code.string": "green", "code.comment": "italic", "code.number": "yellow",
    "code.builtin": "blue", "code.decorator": "yellow", "code.remark": "yellow",
}  # fmt: skip
TASK_ROLES = 6

DARK = Theme(
    name="asyncplay-dark", primary="#5fafff", secondary="#af87ff", background="#101418", surface="#101418", panel="#1c232b", foreground="#d8dee4",
    boost="#1c232b", success="#5fd787", warning="#ffd75f", error="#ff5f5f", accent="#5fafff", dark=True,
    variables={"block-cursor-foreground": "#101418", "input-selection-background": "#5fafff 35%"},
)  # fmt: skip
LIGHT = Theme(
    name="asyncplay-light", primary="#0b4fb3", secondary="#6a2c91", background="#ffffff", surface="#ffffff", panel="#e9edf1", foreground="#14181c",
    boost="#e9edf1", success="#00602a", warning="#6e5000", error="#a0001c", accent="#0b4fb3", dark=False,
    variables={"block-cursor-foreground": "#ffffff", "input-selection-background": "#0b4fb3 20%"},
)  # fmt: skip
"""For bright rooms; the projector's, too."""
THEMES = (DARK, LIGHT)

ANSI = TerminalTheme(
    (16, 20, 24), (216, 222, 228),
    [(16, 20, 24), (242, 100, 100), (110, 210, 110), (225, 200, 90), (105, 155, 255), (215, 135, 235), (90, 205, 215), (216, 222, 228)],
    [(125, 138, 150), (255, 120, 120), (150, 240, 150), (255, 230, 130), (150, 190, 255), (240, 175, 255), (140, 235, 245), (255, 255, 255)],
)  # fmt: skip
"""What the sixteen colours are where the terminal has more: Textual's own make a magenta that looks like the red of a failure."""
ANSI_LIGHT = TerminalTheme(
    (255, 255, 255), (20, 24, 28),
    [(0, 0, 0), (160, 0, 28), (0, 96, 42), (110, 80, 0), (11, 79, 179), (122, 22, 130), (0, 88, 100), (255, 255, 255)],
    [(70, 76, 82), (160, 0, 28), (0, 96, 42), (110, 80, 0), (45, 60, 190), (150, 0, 100), (0, 84, 84), (255, 255, 255)],
)  # fmt: skip
"""The same on white: every one of them has a contrast of 4.5 or more to the background and to the bars."""


@functools.cache
def style(role: str) -> Style:
    """The look of a role; the plain text's for one that does not exist."""
    return Style.parse(ROLES.get(role, "") or "none")


def task_role(task: int) -> str:
    """The colour of a task: six, repeating."""
    return f"task.{(task - 1) % TASK_ROLES + 1}"
