"""Inside of tmux and GNU screen: keys, colours, sizes, bytes; the difference adds up to the picture that a whole repaint gives."""

from __future__ import annotations

import pathlib
import re
import sys

import pytest

from tests.tmux.multiplexer import SCREEN, TMUX, Screen, Tmux, still, wait_for
from tests.ui.terminal.screens import Shown, Terminal

COMMAND = [sys.executable, "-m", "asyncplay", "5"]
needs_tmux = pytest.mark.skipif(TMUX is None, reason="needs tmux (make packages)")
needs_screen = pytest.mark.skipif(SCREEN is None, reason="needs GNU screen (make packages)")


@needs_tmux
@pytest.mark.parametrize("term", ["tmux-256color", "screen-256color", "screen", "xterm-256color"])
def test_what_was_sent_piecemeal_is_what_a_whole_repaint_shows(term: str, tmp_path: pathlib.Path) -> None:
    """After typing, selecting, running and changing panes, Ctrl+L changes no cell and no colour."""
    with Tmux(COMMAND, tmp_path, term=term) as tmux:
        tmux.wait_for("press F5")
        tmux.keys("#", "日本 é", "Enter", "Up", "S-Right", "F5")
        tmux.wait_for("FINISHED")
        tmux.keys("Escape")
        still(tmux.text)
        tmux.keys("Escape", "5", "1")
        tmux.wait_for(r"▌1 Output▐")
        before = still(tmux.colours)
        tmux.keys("C-l")
        wait_for(tmux.colours, lambda text: as_seen(text) == as_seen(before), before)


def as_seen(captured: str) -> Shown:
    """Without the blanks at the ends of lines."""
    terminal = Terminal(80, 24)
    terminal.feed("\x1b[H" + "\r\n".join(captured.rstrip("\n").split("\n")))
    rows = terminal.shown()
    for row in rows:  # erased with the line's colour, or written: tmux tells one and leaves out the other
        while row and row[-1][0] == " ":
            row.pop()
    return rows


KEYS = {"F2": "search:", "C-p": "COMMANDS", "F1": "KEYS|HELP", "Escape": "▌1 Output▐", "C-r": "RUNNING", "F5": "RUNNING"}


@needs_tmux
def test_keys_arrive(tmp_path: pathlib.Path) -> None:
    """As tmux sends them, one after the other; Esc leads from what each opened back to the editor."""
    with Tmux(COMMAND, tmp_path) as tmux:
        tmux.wait_for("ASK")
        for key, appears in KEYS.items():
            assert not re.search(appears, tmux.text())
            tmux.keys(key)
            tmux.wait_for(appears)
            if appears == "RUNNING":
                tmux.wait_for("FINISHED")
            else:
                tmux.keys("Escape")
                wait_for(tmux.text, lambda text: text.split("\n")[-1].startswith(" EDITOR"), "the editor")


@needs_tmux
def test_another_size_is_drawn_right(tmp_path: pathlib.Path) -> None:
    """Smaller, larger, and back: the first picture again."""
    with Tmux(COMMAND, tmp_path) as tmux:
        tmux.wait_for("sandbox [a-z]")
        before = still(tmux.text)
        for width, height in ((40, 12), (160, 45), (20, 5)):
            tmux.do("resize-window", "-x", str(width), "-y", str(height))
            tmux.wait_for("IDLE" if height > 5 else "import asyncio|IDLE")
        tmux.do("resize-window", "-x", "80", "-y", "24")
        wait_for(tmux.text, lambda text: text == before, before)


@needs_tmux
def test_sixteen_colours_are_no_more_than_sixteen(tmp_path: pathlib.Path) -> None:
    """TERM=screen knows no others; tmux-256color does."""
    with Tmux(COMMAND, tmp_path, term="screen") as tmux:
        tmux.wait_for("ASK")
        assert not re.search(r"[34]8;[25];", tmux.colours())
    (tmp_path / "b").mkdir()
    with Tmux(COMMAND, tmp_path / "b") as tmux:
        tmux.wait_for("ASK")
        assert re.search(r"[34]8;5;", tmux.colours())


@needs_tmux
def test_a_key_costs_tmux_few_bytes(tmp_path: pathlib.Path) -> None:
    """What the program writes, as tmux hears it."""
    with Tmux(COMMAND, tmp_path) as tmux:
        tmux.wait_for("ASK")
        tmux.keys("#")
        still(tmux.text)
        heard = tmp_path / "heard"
        tmux.do("pipe-pane", "-O", f"cat > {heard}")
        tmux.keys("x", "y", "z")
        tmux.wait_for("#xyz")
        wait_for(lambda: str(heard.exists() and heard.stat().st_size), lambda text: text not in ("False", "0"), "bytes")
        assert heard.stat().st_size < 3 * 250


@needs_screen
def test_gnu_screen_shows_and_runs_it(tmp_path: pathlib.Path) -> None:
    """F5, typing, and Quit."""
    with Screen(COMMAND, tmp_path) as screen:
        screen.wait_for("press F5")
        screen.stuff("\x1b[15~")
        screen.wait_for("FINISHED")
        screen.stuff("# typed")
        screen.wait_for("# typed")
        screen.wait_for("E23")  # the last that changes: asyncio is not imported any more
        before = still(screen.text)
        screen.stuff("\x0c")
        wait_for(screen.text, lambda text: text == before, before)
