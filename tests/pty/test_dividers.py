"""Dividers, pastes and suspension in the real terminal."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


def line_at(terminal: Terminal) -> int:
    """The column of the line beside the editor."""
    return terminal.screen.display[1].index("│")


def strip_at(terminal: Terminal) -> int:
    """The row of the tabs."""
    return next(y for y, row in enumerate(terminal.screen.display) if re.search(r"1 Output", row))


def test_dividers_move_by_keys_are_kept_and_put_back(home: dict[str, str]) -> None:
    """`d` and arrows; Enter keeps, also for the next session; Esc puts back; the least size holds."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("─ ASK")
        assert (line_at(terminal), strip_at(terminal)) == (48, 15)
        terminal.type("Esc", "d")
        terminal.wait_for("Arrows move")
        terminal.type("Left", "Left", "Left", "Up", "Up")
        terminal.wait_for(lambda _: (line_at(terminal), strip_at(terminal)) == (45, 13))
        terminal.type("Enter", "d", *["Right"] * 5, "Esc")
        terminal.wait_for(lambda _: (line_at(terminal), strip_at(terminal)) == (45, 13))
        terminal.type("d")
        terminal.wait_for("Arrows move")
        terminal.type(*["Left"] * 60)
        terminal.wait_for(lambda _: line_at(terminal) == 24)
        terminal.type("Enter", "^Q")
        assert terminal.wait_end() == 0
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.wait_for(lambda _: (line_at(terminal), strip_at(terminal)) == (24, 13))
    with Terminal([*COMMAND, "5"], columns=120, rows=40, env=home) as terminal:
        terminal.wait_for("press F5")
        assert line_at(terminal) == 70


def drag(terminal: Terminal, start: tuple[int, int], end: tuple[int, int]) -> None:
    """As a hand does it: the button down, a move, the button up, each a moment after the other."""
    for kind, (x, y), final in ((0, start, "M"), (32, end, "M"), (0, end, "m")):
        if kind != 32 or start != end:
            terminal.type(f"\x1b[<{kind};{x};{y}{final}")
            terminal.pump(0.3)


def test_dividers_are_dragged(home: dict[str, str]) -> None:
    """With the mouse, the line between columns and the tabs."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("─ ASK")
        drag(terminal, (49, 5), (41, 5))
        terminal.wait_for(lambda _: line_at(terminal) == 40)
        drag(terminal, (60, 16), (60, 12))
        terminal.wait_for(lambda _: strip_at(terminal) == 11)
        drag(terminal, (15, 12), (15, 12))
        terminal.wait_for("▌2 Timeline▐|2 Timeline▐")


@pytest.mark.parametrize("paste", ["\x1b[200~rnk q 5 x\x1b[201~", "rnksw5x,."], ids=["announced", "not announced"])
def test_a_paste_outside_of_the_editor_is_dropped(home: dict[str, str], paste: str) -> None:
    """Letters are commands there: nothing runs, nothing is typed, and a word tells where it would go."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        before = terminal.wait_for("─ ASK").split("\n")[1:15]
        terminal.type("Esc")
        terminal.wait_for(lambda text: "EDITOR" not in text.split("\n")[-1])
        os.write(terminal.fd, paste.encode())
        terminal.wait_for("Pasting goes to the editor: Esc first")
        assert terminal.text().split("\n")[1:15] == before
        terminal.wait_for("IDLE")


def test_ten_times_the_same_key_is_no_paste(home: dict[str, str]) -> None:
    """A key that is held down over a slow line comes in lumps."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("─ ASK")
        terminal.type("F5")
        terminal.wait_for("FINISHED")
        terminal.type("Esc")
        os.write(terminal.fd, b"," * 10)
        terminal.wait_for("BACK")


def test_a_suspended_playground_comes_back_whole(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """SIGTSTP gives the terminal back to the shell, `fg` draws everything again, and typing goes on."""
    path = tmp_path / "mine.py"
    path.write_text("x = 1\n")
    script = f"set -m; {sys.executable} -m asyncplay {path}; echo STOPPED HERE; fg; echo OVER"
    with Terminal(["bash", "--norc", "-i", "-c", script], env=home) as terminal:
        terminal.wait_for("x = 1")
        terminal.type("typed = 1", "Enter")
        terminal.wait_for("2 x = 1")
        children = subprocess.run(["pgrep", "-P", str(terminal.pid)], capture_output=True, text=True, check=True).stdout.split()
        os.kill(int(children[0]), signal.SIGTSTP)
        terminal.wait_for(lambda text: b"STOPPED HERE" in terminal.raw and "1 typed = 1" in text)
        terminal.type("more")
        terminal.wait_for("2 morex = 1")
        terminal.type("^S")
        terminal.wait_for("Saved mine.py")
        terminal.type("^Q")
        terminal.wait_for("OVER")
