"""The real program and its terminal: what goes over the wire, and what happens when the terminal does not do its part."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import sys
import time

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay", "5"]
TICKER = "import asyncio\nasync def main():\n    for i in range(100000):\n        await asyncio.sleep(0.05)\n        print('tick', i)\nasyncio.run(main())\n"


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHONPATH": os.getcwd()}


def quiet(terminal: Terminal, seconds: float = 0.4) -> None:
    """Until nothing was sent for so long."""
    size = -1
    while size != len(terminal.raw):
        size = len(terminal.raw)
        terminal.pump(seconds)


def test_a_key_costs_a_few_bytes(home: dict[str, str]) -> None:
    """Typed in the middle of a lesson: far from the kilobytes of a whole editor. Moving the cursor is no dearer."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        terminal.wait_for("sandbox [a-z]")
        terminal.type("#")
        quiet(terminal, 1.0)
        for key in ("x", "y", "Down", "Up"):
            before = len(terminal.raw)
            terminal.type(key)
            terminal.wait_for(lambda _, before=before: len(terminal.raw) > before)  # type: ignore[misc]
            quiet(terminal)
            assert len(terminal.raw) - before <= 250


def test_nothing_is_sent_while_nothing_happens(home: dict[str, str]) -> None:
    """No blinking, no clock."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        quiet(terminal, 2.0)


def test_ctrl_l_draws_everything_anew(home: dict[str, str]) -> None:
    """After somebody else wrote over the screen. So does a terminal that was smaller for a moment: it has lost cells, and its size is what it was."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        terminal.wait_for("sandbox [a-z]")
        quiet(terminal)
        before = terminal.text()
        terminal.feed(b"\x1b[3;3HBroadcast message\x1b[10;1H\x1b[J")
        assert terminal.text() != before
        terminal.type("^L")
        terminal.wait_for(lambda text: text == before)
        terminal.feed(b"\x1b[2J")
        os.kill(terminal.pid, signal.SIGWINCH)
        terminal.wait_for(lambda text: text == before)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash, a shell with job control")
def test_suspending_gives_the_terminal_back_and_fg_returns(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """SIGTSTP in the middle of a run: the shell's screen, its line editing, and nothing that the terminal still had to answer, however late and however
    torn it comes; then the playground whole, still running."""
    path = tmp_path / "ticker.py"
    path.write_text(TICKER)
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env={**home, "PS1": "shell> "}, cwd=os.getcwd()) as terminal:
        terminal.wait_for("shell>")
        terminal.type(f"{sys.executable} -m asyncplay {path}", "Enter")
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("tick 3")
        for _ in range(2):
            select(terminal, "Suspend")
            terminal.leave_slowly(lambda: terminal.type("Enter"), lambda: check(terminal))
            terminal.wait_for("Stopped")
            terminal.type("echo still $((40+2))", "Enter")
            terminal.wait_for("still 42")
            assert "command not found" not in terminal.text()
            terminal.type("fg", "Enter")
            terminal.wait_for("RUNNING")
            terminal.wait_for("import asyncio")
            terminal.wait_for(r"tick \d\d")
        for part in (b"# typ\xc3", b"\xa9d"):  # one letter in two reads
            terminal.send(part)
            terminal.pump(0.3)
        terminal.wait_for("# typéd")


def check(terminal: Terminal) -> None:
    """The shell has not got the terminal."""
    assert "Stopped" not in terminal.text()


def choose(terminal: Terminal, name: str) -> None:
    """A command by its name."""
    select(terminal, name)
    terminal.type("Enter")


def select(terminal: Terminal, name: str) -> None:
    """A command in the palette: Enter does it."""
    terminal.type("^P")
    terminal.wait_for("COMMANDS")
    terminal.wait_for(lambda _: bool(marked(terminal)))
    key = "End"
    for _ in range(60):
        before = marked(terminal)
        terminal.type(key)
        terminal.wait_for(lambda _, before=before: marked(terminal) not in ("", before))  # type: ignore[misc]
        if name in marked(terminal):
            return
        key = "Up"
    raise AssertionError(terminal.text())


def marked(terminal: Terminal) -> str:
    """The row that is reversed."""
    return next((line for y, line in enumerate(terminal.screen.display) if terminal.screen.buffer[y][1].reverse and line.strip()), "")


def test_a_terminal_that_never_answers_is_not_waited_for(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Panels go on, keys are echoed, the end is quick."""
    path = tmp_path / "ticker.py"
    path.write_text(TICKER)
    with Terminal([*COMMAND[:-1], str(path)], env=home, answers=False) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for(r"tick \d\d")
        terminal.type("# mute")
        terminal.wait_for("# mute")
        terminal.type("^Q")
        terminal.wait_for("UNSAVED")
        terminal.type("Del")


def test_a_terminal_that_takes_nothing_does_not_stop_the_program_from_ending(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """It stands still, like one after Ctrl+S, and SIGTERM comes."""
    path = tmp_path / "ticker.py"
    path.write_text(TICKER)
    with Terminal([*COMMAND[:-1], str(path)], env=home, answers=False) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("tick 3")
        for _ in range(40):
            os.write(terminal.fd, b"\x0c")  # a whole screen for each, and nobody reads
            time.sleep(0.05)
        os.kill(terminal.pid, signal.SIGTERM)
        end = time.monotonic() + 20
        while not os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_hangup_that_no_signal_tells_of_ends_it(home: dict[str, str]) -> None:
    """Under nohup, and some wrappers: the end of input is enough, and no processor is burned."""
    with Terminal(["sh", "-c", f"trap '' HUP; exec {sys.executable} -m asyncplay 5"], env=home) as terminal:
        terminal.wait_for("ASK")
        os.close(terminal.fd)
        terminal.fd = os.open(os.devnull, os.O_RDWR)
        end = time.monotonic() + 20
        while not os.waitpid(terminal.pid, os.WNOHANG)[0]:
            assert time.monotonic() < end
            time.sleep(0.05)
        terminal.status = 0


def test_a_storm_of_resizes_ends_in_the_right_picture(home: dict[str, str]) -> None:
    """Whatever sizes came between, down to nothing; the last one counts."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        terminal.wait_for("sandbox [a-z]")  # the last thing that it finds out by itself
        quiet(terminal)
        before = terminal.text()
        terminal.resize(60, 20)
        terminal.wait_for(r"0\[1 Output\]2 3")  # what has no room beside the editor is a tab
        for step in range(60):
            terminal.resize(20 + step * 7 % 150, 5 + step * 5 % 50)
            terminal.pump(0.01)
        terminal.resize(1, 1)
        terminal.pump(0.05)
        terminal.resize(80, 24)
        terminal.wait_for(lambda text: text == before)


def test_the_details_name_bytes_and_the_answer_time(home: dict[str, str]) -> None:
    """By the palette, in row 1."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("ASK")
        choose(terminal, "Details")
        terminal.wait_for(r"[\d,]+ B/s \d+ ms")


@pytest.mark.parametrize("reply", [[b"\x1b[12;40R"], [b"\x1b[12", b";40R"], [b"\x1b", b"[12;40R"], [b"\x1b[1;2R"]])
def test_a_cursor_report_is_typed_nowhere(home: dict[str, str], reply: list[bytes]) -> None:
    """Whole or in parts, asked for or not."""
    with Terminal(COMMAND, env=home, answers=False) as terminal:
        terminal.wait_for("ASK")
        quiet(terminal, 1.5)
        before = terminal.text()
        for part in reply:
            os.write(terminal.fd, part)
            terminal.pump(0.03 if part == b"\x1b" else 0.3)
        terminal.pump(0.5)
        assert terminal.text() == before
