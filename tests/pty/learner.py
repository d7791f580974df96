"""A learner's way through the first unit, keys only: for a test, and for the pictures of the documentation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from tests.pty.terminal import Terminal

Shot = Callable[[str], object]
"""Called with a name at each screen that is worth a picture."""
UNIT = ("01", "02", "03", "04", "05", "06", "07", "08")
SECONDS = 40


def settle(terminal: Terminal, seconds: float = 0.6) -> None:
    """Questions take answers from 0.4 s after the terminal has shown them."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.pump(0.1)


def answer_all(terminal: Terminal, shot: Shot = lambda name: None) -> int:
    """Every question of a prediction, somehow; how many there were."""
    shown = terminal.wait_for(r"PREDICT 1 of (\d+)▐", SECONDS)
    count = int(re.search(r"PREDICT 1 of (\d+)▐", shown)[1])  # type: ignore[index]
    for number in range(1, count + 1):
        terminal.wait_for(rf"PREDICT {number} of {count}▐", SECONDS)
        shown = terminal.wait_for("Enter Answer", SECONDS)
        settle(terminal)
        shot(f"question_{number}")
        keys = "aaaaaa" if "How it ends" in shown else "1" if "Take up" in shown else "a"
        terminal.insist("Enter or Esc Go on", *keys, "Enter")
        settle(terminal)
        shot(f"answer_{number}")
        terminal.type("Enter")
    terminal.wait_for(lambda text: text.split("\n")[-1].startswith(" TIME"), SECONDS)
    return count


def choose_next(terminal: Terminal) -> None:
    """In the Lesson pane: down to the row that leads on, and Enter."""
    terminal.type("5")
    terminal.wait_for("▌5 Lesson▐")
    for _ in range(60):
        if selected(terminal).strip().startswith("Next:"):
            terminal.pump(0.3)  # a row drawn late is passed by
            if selected(terminal).strip().startswith("Next:"):
                break
        before = (terminal.text(), selected(terminal))
        terminal.type("Down")
        terminal.wait_for(lambda text, before=before: (text, selected(terminal)) != before, SECONDS)  # type: ignore[misc]
    assert selected(terminal).strip().startswith("Next:"), terminal.text()
    terminal.type("Enter")


def selected(terminal: Terminal) -> str:
    """The row of the tab area that is reversed."""
    screen = terminal.screen
    for y in range(16, 22):
        if screen.buffer[y][40].reverse:
            return screen.display[y]
    return ""


def first_unit(terminal: Terminal, shot: Shot = lambda name: None) -> dict[str, int]:
    """From the first start to the end of First steps: run, predict, read, go on. The questions of each lesson are counted."""
    asked = {}
    for lesson in UNIT:
        name = shot if lesson == UNIT[0] else lambda name: None
        terminal.wait_for(lambda text, lesson=lesson: text.startswith(f" {lesson} ") and "press F5" in text, SECONDS)  # type: ignore[misc]
        name("first_start")
        terminal.type("F5")
        terminal.wait_for(r"√ FINISHED|! FAILED", SECONDS)
        terminal.wait_for("Next: ")
        name("first_run")
        terminal.type("F3")
        asked[lesson] = answer_all(terminal, name)
        terminal.wait_for("─ ANSWER")
        name("answers")
        if lesson == UNIT[0]:
            terminal.type(",", ",", ",")
            terminal.wait_for("◄ BACK")
            name("back")
            terminal.type("v")
            terminal.wait_for("─ ANSWER")
        choose_next(terminal)
    return asked
