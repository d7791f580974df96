"""The next run's settings in the real terminal: turned, typed, refused, run with, and remembered for the document."""

from __future__ import annotations

import pathlib
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
TEXT = 'import asyncio, sys\n\nasync def main():\n    await asyncio.sleep(3600)\n    print("slept, with", sys.argv[1:])\n\nasyncio.run(main())\n'


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


def test_a_run_is_made_with_the_settings_that_were_chosen(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The clock by an arrow, arguments by typing: an hour of sleep is over at once, and the bar said so before."""
    path = tmp_path / "mine.py"
    path.write_text(TEXT)
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("real clock .* line detail")
        terminal.type("Esc", "9")
        terminal.wait_for("NEXT  ")
        terminal.type("Enter")
        terminal.wait_for("NEXT RUN")
        terminal.type("Right")
        terminal.wait_for("virtual clock .* line detail")
        terminal.type("Enter")
        terminal.wait_for("CLOCK")
        terminal.type("9")
        terminal.type("Enter")
        terminal.wait_for("clock: not '9'. It is real, virtual, or xN with a number N from 0.001")
        terminal.type(*["Down"] * 6, "Enter")
        terminal.wait_for("ARGUMENTS")
        terminal.type("one two", "Enter")
        terminal.wait_for("arguments +one two")
        terminal.type("F5")
        terminal.wait_for("FINISHED in 3600")
        terminal.type("Esc", "1")
        terminal.wait_for(r"slept, with \['one', 'two'\]")


def test_variables_are_offered_where_they_are_missed(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Tab 7 says that they were not recorded; Enter there and another run, and it shows them."""
    path = tmp_path / "mine.py"
    path.write_text("import asyncio\n\nasync def main():\n    cups = 3\n    await asyncio.sleep(0.01)\n    cups = 4\n    await asyncio.sleep(60)\n\nasyncio.run(main())\n")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("cups = 4")
        terminal.type("F5")
        terminal.wait_for("RUNNING")
        terminal.type("Esc", "7")
        terminal.wait_for("Variables were not recorded")
        terminal.type("Enter")
        terminal.wait_for("The next run records variables")
        terminal.type("F5")
        terminal.wait_for("cups +4")
