"""The one-line bars: title, tab strip, settings, footer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from asyncplay.ui.render.rows import Row, cut, fit

BUTTON = 11
STATE = 23


STATE_ROLES = {
    "◄": "playhead.back", "<": "playhead.back", "√": "outcome.good", "+": "outcome.good", "∞": "outcome.bad", "&": "outcome.bad", "!": "outcome.bad",
}  # fmt: skip
"""By the glyph that the words begin with."""


def title_row(
    title: str, state: str, running: bool, width: int, toast: str = "", extra: str = "", dirty: bool = False,
    keys: tuple[str, str] = ("", ""), about: str = "",
) -> Row:
    """Row 1: what is open, how the run is, the button. A toast takes the title's cells for a while; the `*` of text that is not saved stays. `about`
    is how it runs, where there is room for that."""
    button = fit(f"[ {'Stop' if running else 'Run '} {keys[running]} ]", BUTTON)
    look = STATE_ROLES.get(state[:1], "state.blocking" if "BLOCKED" in state else "text.title")
    state_width = max(STATE, cell_len(state)) + 1
    if width < 40:
        return [(" ", "text"), (fit(state, width - 1), look)]
    left = width - BUTTON - state_width - 1
    if left < 8:
        return [(" ", "text"), (fit(state, width - BUTTON - 2), look), (" ", "text"), (button, "button.stop" if running else "button")]
    star = " *" if dirty else ""
    tail = star + about + (f" {extra}" if extra else "")
    name = cut(toast, left - 1 - len(star)) + star if toast else (fit if extra else cut)(title, max(0, left - 1 - cell_len(tail))) + tail
    return [
        (fit(f" {name}", left), "toast" if toast else "text.title"),
        (" ", "text"),
        (state, look),
        (" " * max(0, state_width - cell_len(state)), "text"),
        (button, "button.stop" if running else "button"),
    ]


Tab = tuple[str, str, bool]
"""Digit, title, whether there is something new."""


def _tab_texts(tabs: Sequence[Tab], current: str, width: int) -> list[str]:
    """What each tab says: whole words if there is room; else the current one's, and the beginnings of the others, or their digits."""
    for size in (20, 4, 0):
        texts = [f"{digit} {name if name == current else name[:size]}".rstrip() + "*" * (news and name != current) for digit, name, news in tabs]
        if sum(map(len, texts)) + len(texts) + 1 <= width:
            break
    return texts


def tab_places(tabs: Sequence[Tab], current: str, width: int) -> list[tuple[int, int, str]]:
    """From which cell to which each tab goes, and its digit."""
    x, places = 1, []
    for text, (digit, _, _) in zip(_tab_texts(tabs, current, width), tabs, strict=True):
        places.append((x, x + len(text), digit))
        x += len(text) + 1
    return places


def tab_row(tabs: Sequence[Tab], current: str, focused: bool, width: int, ascii: bool = False) -> Row:
    """`[1 Output]5 Lesson 8 Problems*`: one cell between tabs, which a bracket of the open one takes; `*`: there is something new."""
    left, right = ("[]" if not focused else ">>" if ascii else "▌▐")
    row: Row = []
    after = " "
    for text, (_, name, _) in zip(_tab_texts(tabs, current, width), tabs, strict=True):
        if name == current:
            row.append((left + text + right, "focus"))
            after = ""
        else:
            row.append((after + text, "text"))
            after = " "
    return row


def settings_row(first: str, settings: str, width: int) -> Row:
    """The next run's settings."""
    for long, short in (("", ""), ("sandbox ", ""), ("CPython ", ""), (" clock", ""), ("line detail ", "lines ")):  # what says least goes first
        settings = settings.replace(long, short, 1) if long else settings
        text = f" {first:<9}├ {settings} "
        if cell_len(text) < width:
            break
    return [(fit(text, width - 1) + "┤" if len(text) < width else fit(text, width), "text.quiet")]


def footer_row(pane: str, hints: str, width: int) -> Row:
    """The pane that has the focus, and its keys."""
    gap = "" if hints.startswith("│") else " "
    return [(f" {pane} ", "focus"), (gap + cut(hints, max(0, width - len(pane) - 2 - len(gap))), "text.quiet")]


def rule_row(title: str, width: int, ascii: bool) -> Row:
    """A line with a title in it: `─ NOW ─────`."""
    dash = "-" if ascii else "─"
    head = f"{dash} {title} "
    return [(head + dash * max(0, width - len(head)), "text.title")]
