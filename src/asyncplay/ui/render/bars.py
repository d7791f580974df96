"""The one-line bars: title, tab strip, settings, footer."""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.ui.render.rows import Row, cut, fit

BUTTON = 11
STATE = 23


def title_row(title: str, state: str, running: bool, width: int, toast: str = "", extra: str = "") -> Row:
    """Row 1: what is open, how the run is, the button. A toast takes the title's cells for a while."""
    button = "[ Stop F8 ]" if running else "[ Run  F5 ]"
    state_width = STATE + 1
    if width < 40:
        return [(fit(f" {state}", width), "text.title")]
    left = width - BUTTON - state_width - 1
    if left < 8:
        return [(fit(f" {state}", width - BUTTON - 1), "text.title"), (" ", "text"), (button, "button.stop" if running else "button")]
    name = cut(f"{title}{extra}", left - 1)
    return [
        (fit(f" {toast or name}", left), "toast" if toast else "text.title"),
        (" ", "text"),
        (fit(state, state_width), "text.title"),
        (button, "button.stop" if running else "button"),
    ]


def tab_row(tabs: Sequence[tuple[str, str, bool]], current: str, focused: bool, width: int) -> Row:
    """`[1 Output]5 Lesson 8 Problems`; `*` after a tab: there is something new."""
    row: Row = []
    for digit, name, news in tabs:
        text = f"{digit} {name}"
        if name == current:
            row.append((f"▌{text}▐" if focused else f"[{text}]", "focus"))
        else:
            row.append((f" {text}{'*' if news else ' '}", "text"))
    return row


def settings_row(first: str, clock: str, sandbox: str, python: str, width: int) -> Row:
    """The next run's settings."""
    text = f" {first:<9}├ {clock} clock │ sandbox {sandbox} │ CPython {python} "
    return [(fit(text, width - 1) + "┤" if len(text) < width else fit(text, width), "text.quiet")]


def footer_row(pane: str, hints: str, width: int) -> Row:
    """The pane that has the focus, and its keys."""
    return [(f" {pane} ", "focus"), (" " + cut(hints, max(0, width - len(pane) - 3)), "text.quiet")]


def rule_row(title: str, width: int, ascii: bool) -> Row:
    """A line with a title in it: `─ NOW ─────`."""
    dash = "-" if ascii else "─"
    head = f"{dash} {title} "
    return [(head + dash * max(0, width - len(head)), "text.title")]
