"""How it looks in real terminals: the projector's contrast and places, no colour lost where there is none, only ASCII where there is no more."""

from __future__ import annotations

import contextlib
import functools
import pathlib
import re
import sys
import time
from collections.abc import Iterator

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
NAMED = {
    "black": "000000", "red": "cd0000", "green": "00cd00", "brown": "cdcd00", "blue": "0000ee", "magenta": "cd00cd", "cyan": "00cdcd", "white": "e5e5e5",
}  # fmt: skip
FAILS = "import asyncio, time\nasync def main():\n    print('a')\n    time.sleep(0.2)\n    await asyncio.sleep(0)\n    raise ValueError('no')\nasyncio.run(main())\n"


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched; runs are on the virtual clock, so that every time is exact."""
    config = tmp_path / "config" / "asyncplay"
    config.mkdir(parents=True)
    (config / "asyncplay.toml").write_text('[run]\nclock = "virtual"\n')
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


@functools.cache
def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@functools.cache
def contrast(fg: str, bg: str) -> float:
    one, two = sorted(luminance("ffffff" if colour == "default" else NAMED.get(colour, colour)) for colour in (fg, bg))
    return (two + 0.05) / (one + 0.05)


def contrasts(terminal: Terminal) -> Iterator[tuple[float, str]]:
    """Of every letter on the screen, with its row."""
    for y in range(terminal.screen.lines):
        for cell in terminal.screen.buffer[y].values():
            if cell.data.strip():
                yield contrast(cell.fg, cell.bg), f"{cell.data} {cell.fg} on {cell.bg} in row {y}"


def check_contrast(terminal: Terminal) -> None:
    found = sorted(contrasts(terminal))
    assert found
    assert found[0][0] >= 4.5, (found[:3], terminal.text())


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_every_letter_of_the_projector_has_contrast(home: dict[str, str], tmp_path: pathlib.Path, colours: str) -> None:
    """4.5 to 1 or more, over the cells as the terminal has them: before a run, in each pane, and after one that failed and blocked."""
    path = tmp_path / "fails.py"
    path.write_text(FAILS)
    command = ["env", "COLORTERM=truecolor", *COMMAND] if colours == "truecolor" else COMMAND
    with Terminal([*command, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F12")
        terminal.wait_for("KEYS  F12")
        check_contrast(terminal)
        terminal.type("F5")
        terminal.wait_for("FAILED")
        check_contrast(terminal)
        terminal.type("Esc")
        for digit in "0123468":
            terminal.type(digit)
            terminal.wait_for(rf"KEYS .*{digit}")
            check_contrast(terminal)


@pytest.mark.parametrize("theme", ["asyncplay-light", "asyncplay-dark"])
def test_both_themes_of_our_own_have_contrast(home: dict[str, str], tmp_path: pathlib.Path, theme: str) -> None:
    """4.5 to 1 or more, in code, panes, bars and marks, after a run that failed and blocked."""
    config = pathlib.Path(home["XDG_CONFIG_HOME"], "asyncplay", "asyncplay.toml")
    config.write_text(config.read_text() + f'[ui]\ntheme = "{theme}"\n')
    path = tmp_path / "fails.py"
    path.write_text(FAILS + "# a remark\n@print\nclass A: x = 'text' + 1\n")
    with Terminal(["env", "COLORTERM=truecolor", *COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.wait_for(r"\(the number is")
        check_contrast(terminal)
        terminal.type("F5")
        terminal.wait_for("FAILED")
        terminal.type("Esc")
        for digit in "01234689":
            terminal.type(digit)
            terminal.wait_for(rf"▌{digit} \w+▐" if digit != "0" else r"\n TASKS[^\n]*$")
            check_contrast(terminal)


def test_the_projector_is_as_in_its_mock_up(home: dict[str, str]) -> None:
    """State first, who has the loop, what was printed last; marks with letters; from row 17 on only repetition; F12 leaves."""
    home = {**home, "XDG_CONFIG_HOME": home["HOME"]}
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        before = terminal.wait_for("ASK")
        terminal.type("F12")
        terminal.wait_for("KEYS  F12")
        terminal.type("F5")
        rows = terminal.wait_for(lambda text: "RUNNING" in text and "WAITS: sleep" in text and "by 2 brew_tea" in text).split("\n")
        assert re.match(r" ► RUNNING \d\.\d\d s  LIVE {13}05 create_task schedules, it does not start", rows[0])
        assert re.match(r" LOOP     nobody runs: it sleeps until 1\.0\d\d s, when the timer of 1 main", rows[1])
        assert re.match(r" PRINTED  last, at 0\.0\d\d s, by 2 brew_tea:  water on", rows[2])
        assert any(re.match(r"║W2 \d\d     await asyncio.sleep\(2\) +2 brew_tea WAITS: sleep, [12]\.\d\d s left$", row) for row in rows[3:16])
        assert rows[16].startswith("─ OUTPUT ───")
        assert rows[22].startswith(" KEYS  F12  F5")
        terminal.wait_for("FINISHED")
        terminal.type("F12")
        after = terminal.wait_for(r"TASKS 2")
        assert [row[:30] for row in after.split("\n")[1:15]] == [row[:30] for row in before.split("\n")[1:15]]


PANES = {"0": " TASKS"} | {digit: f" {name.upper()}" for digit, name in zip("123468", ("Output", "Timeline", "Loop", "Why", "Waits", "Problems"), strict=True)}
"""What the last row begins with when a pane has the focus."""


def walk(command: list[str], *homes: dict[str, str]) -> Iterator[list[Terminal]]:
    """Programs in step, one in each environment: they are handed out idle, after a run, and in each pane."""
    with contextlib.ExitStack() as stack:
        terminals = [stack.enter_context(Terminal(command, env=home)) for home in homes]

        def each(*keys: str, until: tuple[str, ...]) -> list[Terminal]:
            for terminal in terminals:
                terminal.type(*keys)
            for terminal in terminals:
                for words in until:
                    terminal.wait_for(words)
            return terminals

        yield each(until=("press F5", r"clock [│|] (sandbox )?[a-z]"))
        yield each("F5", until=("The only task is over", "ValueError: no"))
        each("Esc", until=(r"\n TIME[^\n]*$",))
        for digit, begin in PANES.items():
            yield each(digit, until=(rf"\n{begin}[^\n]*$",))


def test_without_colours_every_word_is_there(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """NO_COLOR: the same text, cell for cell, and no colour but greys."""
    path = tmp_path / "fails.py"
    path.write_text(FAILS.replace("time.sleep(0.2)", "pass"))
    for colours, mono in walk([*COMMAND, str(path)], home, {**home, "NO_COLOR": "1"}):
        end = time.monotonic() + 30
        while _timeless(mono.text()) != _timeless(colours.text()):  # marks, problems and the sandbox level come one after the other
            assert time.monotonic() < end, f"{mono.text()}\n\n{colours.text()}"
            mono.pump(0.02)
            colours.pump(0.02)
        for y in range(mono.screen.lines):
            for cell in mono.screen.buffer[y].values():
                for colour in (cell.fg, cell.bg):
                    assert colour == "default" or colour in ("black", "white") or colour[:2] == colour[2:4] == colour[4:], (colour, mono.screen.display[y])


def _timeless(screen: str) -> str:
    """Fractions of milliseconds differ from run to run; where a bar's playhead stands does, too."""
    return re.sub(r"0\.\d+|[├█┤─]", "", screen)


def test_on_an_old_terminal_everything_is_ascii(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """TERM=vt100: marks are letters, lines are of + - and |."""
    path = tmp_path / "fails.py"
    path.write_text(FAILS)
    for (terminal,) in walk([*COMMAND, str(path)], {**home, "TERM": "vt100"}):
        assert terminal.text().isascii(), next(letter for letter in terminal.text() if not letter.isascii())
