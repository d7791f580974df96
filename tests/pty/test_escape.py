"""Esc and a key that come in one breath, from quick fingers or over a slow line, in a real terminal."""

from __future__ import annotations

import pathlib
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay", "5"]


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def text_of(screen: str) -> list[str]:
    """The editor's columns, without marks."""
    return [row[3:32] for row in screen.split("\n")[1:15]]


@pytest.mark.parametrize(("keys", "appears"), [("\x1br", "FINISHED"), ("\x1b5", "▌5 Lesson▐")], ids=["Esc r", "Esc 5"])
def test_the_key_is_the_panes_and_is_not_typed(home: dict[str, str], keys: str, appears: str) -> None:
    """Esc leaves the editor before the key arrives, and Textual's own letters for the pair are typed nowhere."""
    with Terminal(COMMAND, env=home) as terminal:
        before = text_of(terminal.wait_for("ASK"))
        terminal.type(keys)
        assert text_of(terminal.wait_for(appears)) == before
