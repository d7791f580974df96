"""The first picture: whole at once, while most panes are not mounted yet, and every key works before that."""

from __future__ import annotations

import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
KEYS = (("^P", "COMMANDS"), ("F2", "LESSONS"), ("^F", "FIND"), ("^O", "Open|OPEN"), ("F12", "0 Tasks 1 Output"))


@pytest.mark.parametrize(("key", "shown"), KEYS)
@pytest.mark.parametrize("until", ["", "F1 Help"])
def test_a_key_works_from_the_first_moment(tmp_path: object, key: str, shown: str, until: str) -> None:
    """Typed while the program still starts, or with its first picture, it opens what is mounted only after that."""
    with Terminal(COMMAND, env={"HOME": str(tmp_path)}, cold=True) as terminal:
        if until:
            while until not in terminal.text():
                terminal.step(0.01)
        else:
            terminal.wait_for(lambda _: b"\x1b[?1049h" in terminal.raw, 30)  # it has the terminal, and has drawn nothing
        terminal.type(key)
        terminal.wait_for(shown)


def test_typing_ahead_goes_where_it_was_meant_to(tmp_path: object) -> None:
    """Esc, a pane's digit, and back: all typed before the first picture."""
    with Terminal(COMMAND, env={"HOME": str(tmp_path)}, cold=True) as terminal:
        terminal.wait_for(lambda _: b"\x1b[?1049h" in terminal.raw)
        terminal.type("Esc", "6")
        terminal.wait_for("▌6 Waits▐")


def test_the_first_picture_is_whole(tmp_path: object) -> None:
    """Text, Note, tasks, tabs, settings and footer come together: the frame that shows the one shows all."""
    with Terminal(COMMAND, env={"HOME": str(tmp_path)}, cold=True) as terminal:
        while "F1 Help" not in terminal.text():
            terminal.step(20)
        seen = terminal.text()
        assert all(words in seen for words in ("1 ", "TASKS", "ASK", "1 Output", "real clock", "import")), seen
