"""Esc and a key that come in one breath, from quick fingers or over a slow line, in a real terminal."""

from __future__ import annotations

import os
import pathlib
import sys
import time

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


@pytest.mark.parametrize(("gap", "most", "env"), [(0.05, 0.09, {}), (0.15, 0.23, {"SSH_TTY": "/dev/pts/9"})], ids=["here", "over SSH"])
def test_a_key_whose_bytes_arrive_apart_is_one_key(home: dict[str, str], gap: float, most: float, env: dict[str, str]) -> None:
    """An arrow split behind its Esc moves the cursor; over SSH the parts may be farther from each other."""
    for _ in range(20):
        with Terminal(COMMAND, env={**home, **env}) as terminal:
            terminal.wait_for("─ ASK")
            began = time.monotonic()
            os.write(terminal.fd, b"\x1b")
            time.sleep(gap)  # the gap is what is tested
            os.write(terminal.fd, b"[B")
            if time.monotonic() - began > most:
                continue  # a busy machine made another gap of it
            terminal.pump(0.4)
            terminal.type("here")
            rows = terminal.wait_for("here").split("\n")
            assert "here" in rows[2]
            assert "[B" not in terminal.text()
            return
    raise AssertionError("too busy a machine to write two bytes in time")
