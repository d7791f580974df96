"""The real program in a real terminal: type, run, watch, stop, save, quit."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import sys
import termios
import time

import pytest

from asyncplay.sandbox import linux
from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def test_the_first_lesson_opens_with_everything_in_its_place(home: dict[str, str]) -> None:
    """Editor with line numbers, Run button, tasks, output, status and keys; nothing in the way."""
    with Terminal(COMMAND, env=home) as terminal:
        rows = terminal.wait_for("ASK").split("\n")
        assert rows[0].startswith(" 01 Your first coroutine")
        assert rows[0].endswith("IDLE   press F5 to run  [ Run  F5 ]")
        assert "import asyncio" in rows[1]
        assert " TASKS" in rows[1]
        assert rows[15].startswith("[1 Output]2 Timeline 3 Loop 4 Why 5 Lesson 6 Waits ")
        assert "sandbox contained" in terminal.wait_for("sandbox contained").split("\n")[22]
        assert rows[23].startswith(" EDITOR ")


def test_a_typed_snippet_runs_and_its_tasks_appear_and_finish(home: dict[str, str]) -> None:
    """From an empty snippet to output with time and task, live countdowns on the way."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        terminal.type("^N")
        terminal.wait_for("new snippet")
        terminal.type("^A", "^A", "Backspace")
        for row, line in enumerate(("import asyncio", "async def child():", "await asyncio.sleep(1.5)", "print('child is over')"), 1):
            terminal.type(line)
            terminal.wait_for(re.escape(line))
            terminal.type("Enter")  # what arrives in one lump is taken for a paste
            terminal.wait_for(lambda _, row=row: terminal.screen.cursor.y == row + 1)
        terminal.type("^U", "asyncio.run(child())")
        terminal.wait_for(r"asyncio\.run\(child\(\)\)")
        terminal.type("F5")
        terminal.wait_for(r"║1 child +sleep [01]\.\d\d s +L3")
        terminal.wait_for("RUNNING")
        terminal.wait_for("FINISHED")
        terminal.wait_for(r"1\.[5-9]\d\d +1 child +child is over")
        terminal.wait_for("TASKS 1: all are over")


def test_an_endless_snippet_is_stopped_and_the_editor_is_usable(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """`while True: pass` is named with its line while it blocks, F8 ends it, and typing goes on."""
    path = tmp_path / "spin.py"
    path.write_text("import asyncio\nasync def main():\n    while True: pass\nasyncio.run(main())\n")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for(r"BLOCKED \d+\.\d s line 3")
        terminal.wait_for("BLOCKS")
        terminal.type("F8")
        terminal.wait_for("STOPPED at")
        terminal.type("# still here")
        terminal.wait_for("# still here")


def test_enter_on_a_traceback_line_goes_to_its_source(home: dict[str, str]) -> None:
    """From the output one key leads to the line that it names."""
    with Terminal([*COMMAND, "typo"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("FAILED")
        terminal.wait_for("Did you mean: 'brew_te'")
        terminal.type("Esc", "1")
        terminal.wait_for("▌1 Output▐")
        terminal.type("Up", "Up", "Up", "Enter")
        terminal.wait_for(lambda text: text.split("\n")[-1].startswith(" EDITOR"))
        row = terminal.screen.display[terminal.screen.cursor.y]
        assert "brew_tea()" in row


def test_a_file_is_saved_and_unsaved_text_is_asked_about(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Ctrl+S writes; Ctrl+Q with changes asks in a pane, and Esc stays."""
    path = tmp_path / "mine.py"
    path.write_text("print(1)\n")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("mine.py")
        terminal.type("x = 2", "Enter")
        terminal.wait_for(r"mine\.py \*")
        terminal.type("^Q")
        terminal.wait_for("UNSAVED TEXT")
        terminal.type("Esc")
        terminal.wait_for(r"\[1 Output\]")
        terminal.type("^S")
        terminal.wait_for("Saved mine.py")
        assert path.read_text() == "x = 2\nprint(1)\n"
        terminal.type("^Q")
        assert terminal.wait_end() == 0


def test_a_lesson_is_chosen_from_the_list_and_never_written_over(home: dict[str, str]) -> None:
    """F2, down, Enter opens the next; a change is kept beside it."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        terminal.type("F2")
        terminal.wait_for("search:")
        terminal.type("Down", "Enter")
        terminal.wait_for("^ 02 ")
        terminal.type("# mine", "Enter", "^S")
        terminal.wait_for("Saved my version of 02")
        terminal.type("^Q")
        assert terminal.wait_end() == 0
    with Terminal([*COMMAND, "2"], env=home) as terminal:
        terminal.wait_for("# mine")


def test_the_terminal_is_as_before_after_quitting(home: dict[str, str]) -> None:
    """Main screen, cursor shown, mouse off, the line discipline's flags as they were."""
    with Terminal(COMMAND, env=home) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.wait_for("ASK")
        terminal.type("^Q")
        assert terminal.wait_end() == 0
        assert termios.tcgetattr(terminal.fd)[:4] == before[:4] or termios.tcgetattr(terminal.fd)[3] & termios.ECHO
        for switched_off in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
            assert switched_off in terminal.raw


@pytest.mark.skipif(not linux.HERE, reason="needs Linux: /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_playground_and_snippet_and_restores_the_terminal(home: dict[str, str], number: int, tmp_path: pathlib.Path) -> None:
    """SIGTERM and a hang-up are a quiet end, and what a slow terminal still has to answer is not left to the shell."""
    path = tmp_path / "spin.py"
    path.write_text("print('up')\nwhile True: pass\n")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for(r"\d\.\d+ +up")
        below = linux.descendants(terminal.pid)
        assert len(below) >= 2
        terminal.leave_slowly(lambda: os.kill(terminal.pid, number), lambda: check_alive(terminal))
        terminal.wait_end()
        assert b"\x1b[?1049l" in terminal.raw
        end = time.monotonic() + 30  # each ends when it notices that what is above it has
        while any("asyncplay" in _command(pid) for pid in below):
            assert time.monotonic() < end
            time.sleep(0.02)


def check_alive(terminal: Terminal) -> None:
    assert not terminal.reaped()


def _command(pid: int) -> str:
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def test_what_a_snippet_prints_never_reaches_the_terminal_raw(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Escape sequences on stdout and in an exception's text are made visible."""
    path = tmp_path / "evil.py"
    path.write_text(r"import os; os.write(1, b'\x1b]52;c;cm0=\x07\x1b]0;pwned\x07\x1b[?1003h\x9b31m\n'); raise ValueError('\x1b]52;c;AAAA\x07')")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("FAILED")
        terminal.wait_for("pwned")
        assert b"\x1b]52" not in terminal.raw
        assert b"\x1b]0;pwned" not in terminal.raw


def test_a_flood_leaves_the_editor_responsive_and_is_counted(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """`while True: print` at full speed: keys are echoed meanwhile, and the screen says how much was not kept."""
    path = tmp_path / "flood.py"
    path.write_text("while True: print('x' * 1000)\n")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for(r"more bytes were printed")
        for word in ("alpha", "beta", "gamma"):
            terminal.type(f"#{word}", "Enter")
            terminal.wait_for(f"#{word}")
        terminal.type("F8")
        terminal.wait_for("STOPPED")


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 20), (100, 30), (120, 40), (200, 60)])
def test_every_size_opens_runs_and_quits(home: dict[str, str], size: tuple[int, int]) -> None:
    """From a terminal of 20 by 5 to one of 200 by 60, whatever size the environment tells of."""
    with Terminal([*COMMAND, "5"], *size, env={**home, "COLUMNS": "132", "LINES": "63"}) as terminal:
        terminal.wait_for("IDLE|import asyncio")
        terminal.type("F5")
        terminal.wait_for("RUNNING")
        terminal.type("^Q")
        assert terminal.wait_end() == 0
        rows = {int(row) for row in re.findall(rb"\x1b\[(\d+)(?:;\d+)?H", terminal.raw)}
        assert max(rows) <= size[1]
