"""Help, the tour and a lesson that is played, in the real program."""

from __future__ import annotations

import pathlib
import re
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def test_help_explains_the_word_under_the_cursor_and_leads_to_its_lessons(home: dict[str, str]) -> None:
    """On create_task: what it does, and the lessons about it; Enter on one opens it."""
    with Terminal([*COMMAND, "5"], 80, 40, env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("^F", "create_task", "Esc", "F1")
        shown = terminal.wait_for("create_task: Wraps a coroutine object in a task")
        assert "HELP▐" in shown
        assert re.search(r"Lesson \d\d .*\(Enter opens it\)", shown)
        terminal.type("F10")
        terminal.wait_for("The text that runs")
        terminal.type(*["Down"] * 5, "Enter")
        terminal.wait_for("^ 06 Leave without waiting")


def test_the_tour_goes_on_as_its_steps_are_done_and_esc_leaves_it(home: dict[str, str]) -> None:
    """F1 twice; each step is done with the keys that it names."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F1")
        terminal.wait_for("HELP▐")
        terminal.type("F1")
        terminal.wait_for("TOUR 1 of 8")
        terminal.type("F5")
        terminal.wait_for("TOUR 2 of 8")
        terminal.type("F3")
        terminal.wait_for("TOUR 3 of 8")
        terminal.wait_for("What is printed next")
        terminal.pump(0.7)
        terminal.insist("Go on", "b", "Enter")
        terminal.pump(0.7)
        terminal.insist("TOUR 4 of 8", "Enter")
        terminal.type(",", ",")
        terminal.wait_for("TOUR 5 of 8")
        terminal.type("v", "e")
        terminal.wait_for("TOUR 6 of 8")
        terminal.type("print(1)", "Enter", "F5")
        terminal.wait_for("TOUR 7 of 8")
        terminal.type("Esc", "9")
        shown = terminal.wait_for("TOUR 8 of 8")
        assert "▌9 Runs▐" in shown
        terminal.type("Esc")
        terminal.wait_for(lambda text: "TOUR" not in text)


def test_a_lesson_is_played_with_its_notes_held_and_left(home: dict[str, str]) -> None:
    """`a`: the film goes from stop to stop by itself; Space holds; `.` goes on; Esc leaves, and the film stays there."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("Esc", "a")
        terminal.wait_for(r"► PLAYS 1 of \d+")
        terminal.type(">", ">", ">")
        terminal.wait_for(r"► PLAYS [2-9] of \d+")
        terminal.type("Space")
        terminal.wait_for(r"║ HELD \d+ of")
        for _ in range(30):
            terminal.type(".")
            terminal.pump(0.15)
            if "─ NOTE" in terminal.text():
                break
        note = terminal.wait_for("Line 23: asleep: a timer")
        assert re.search(r"║2 23 +await asyncio\.sleep\(2\)", note)
        terminal.type("Esc")
        terminal.wait_for("◄ BACK")
        terminal.type("a")
        terminal.wait_for(r"► PLAYS 1 of")
        terminal.type(">", ">", ">")
        terminal.wait_for("√ FINISHED", 60)
