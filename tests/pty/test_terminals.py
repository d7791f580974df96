"""Every kind of terminal by its name: no more colours and no other characters than it has, and the program works in it."""

from __future__ import annotations

import pathlib
import re
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay", "5"]
SGR = re.compile(rb"\x1b\[([0-9;]*)m")


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def colours(raw: bytes) -> set[str]:
    """Kinds of colours that were sent: `true`, `256`, `16`."""
    found = set()
    for parameters in SGR.findall(bytes(raw)):
        text = parameters.decode()
        if re.search(r"[34]8;2;", text):
            found.add("true")
        elif re.search(r"[34]8;5;", text):
            found.add("256")
        elif re.search(r"(^|;)(3[0-7]|4[0-7]|9[0-7]|10[0-7])(;|$)", text):
            found.add("16")
    return found


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, {"256"}),
        ({"TERM": "tmux-256color"}, {"256"}),
        ({"TERM": "screen-256color"}, {"256"}),
        ({"TERM": "xterm"}, {"16"}),
        ({"TERM": "screen"}, {"16"}),
        ({"TERM": "linux"}, {"16"}),
        ({"TERM": "vt100"}, set()),
        ({"TERM": "dumb"}, set()),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, set()),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else None,
)
def test_a_terminal_gets_its_colours_and_no_others(home: dict[str, str], environment: dict[str, str], expected: set[str]) -> None:
    """And it runs, with its state in words."""
    with Terminal(COMMAND, env={**home, **environment}) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("RUNNING")
        terminal.wait_for("FINISHED")
        assert colours(terminal.raw) == expected


@pytest.mark.parametrize("environment", [{"TERM": "vt100"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}])
def test_a_terminal_without_utf8_gets_ascii_only(home: dict[str, str], environment: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Not a byte above 127, whatever the text holds; and nothing is out of its place."""
    path = tmp_path / "letters.py"
    path.write_text("import asyncio\nasync def main():\n    await asyncio.sleep(0.2)\n    print('x')  # plain\nasyncio.run(main())\n")
    with Terminal([*COMMAND[:-1], str(path)], env={**home, **environment}) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("FINISHED")
        assert not [byte for byte in terminal.raw if byte > 127]
        assert terminal.screen.display[0].rstrip().endswith("]")


def test_the_linux_console_gets_no_sequence_that_it_would_print(home: dict[str, str]) -> None:
    """Its parser stops at what it does not know and shows the rest."""
    with Terminal(COMMAND, env={**home, "TERM": "linux"}) as terminal:
        terminal.wait_for("press F5")
        assert b"$p" not in terminal.raw
        assert b"\x1b[>" not in terminal.raw
