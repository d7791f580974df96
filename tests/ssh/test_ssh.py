"""Over a real OpenSSH login, on a fast line and on one of 64 kbit/s and 150 ms."""

from __future__ import annotations

import os
import pathlib
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from tests.pty.terminal import Terminal
from tests.ssh.server import MISSING, Server

pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"needs OpenSSH: {MISSING} is missing (make packages)")
BUSY = """\
import asyncio
async def worker(name):
    for number in range(100000):
        await asyncio.sleep(0.05)
        if number % 4 == 0: print(name, number)
async def main():
    await asyncio.gather(*(worker(f"w{n}") for n in range(4)))
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("ssh")) as started:
        yield started


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """Nothing of the person's own is touched at the other end."""
    (tmp_path / "busy.py").write_text(BUSY)
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def command(home: dict[str, str]) -> list[str]:
    return [sys.executable, "-m", "asyncplay", f"{home['HOME']}/busy.py"]


def test_a_login_runs_shows_and_names_the_low_bandwidth_mode(server: Server, home: dict[str, str]) -> None:
    """As anywhere; and the mode for slow lines is offered, not taken."""
    with Terminal(server.login(command(home), env=home)) as terminal:
        terminal.wait_for("press F5", 40)
        terminal.wait_for(r"Over SSH: low-bandwidth mode is in")
        terminal.type("F5")
        terminal.wait_for("w3 4")
        terminal.type("^Q")
        assert terminal.wait_end() == 0


def test_keys_are_echoed_on_a_slow_line_while_panels_live(server: Server, home: dict[str, str]) -> None:
    """And Quit does not wait for frames that nobody saw."""
    with Terminal(server.login(command(home), server.slow_line(), env=home)) as terminal:
        terminal.wait_for("press F5", 60)
        terminal.type("F5")
        terminal.wait_for("w3 4", 60)
        for word in ("#alpha", "#beta", "#gamma"):
            began = time.monotonic()
            terminal.type(word)
            terminal.wait_for(word)
            assert time.monotonic() - began < 15.0  # never, without pacing: the panels are always ahead; `make bench` has the figures
        terminal.type("^Q")
        terminal.wait_for("UNSAVED")
        terminal.type("Del")
        terminal.wait_end()


def test_a_line_that_is_slow_is_noticed(server: Server, home: dict[str, str]) -> None:
    """By how long the terminal takes to answer."""
    with Terminal(server.login(command(home), server.slow_line(2000, 0.5), env={**home, "SSH_TTY": ""})) as terminal:
        terminal.wait_for("press F5", 90)
        terminal.type("F5")
        terminal.wait_for("Slow line: low-bandwidth mode is in", 60)


def test_a_dropped_connection_ends_playground_and_snippet(server: Server, home: dict[str, str]) -> None:
    """The client is killed; at the other end nothing stays."""
    with Terminal(server.login(command(home), env=home)) as terminal:
        terminal.wait_for("press F5", 40)
        terminal.type("F5")
        terminal.wait_for("w3 4")
        assert started_with(home)
        os.kill(terminal.pid, signal.SIGKILL)
        end = time.monotonic() + 30
        while started_with(home):
            assert time.monotonic() < end
            time.sleep(0.05)


def started_with(home: dict[str, str]) -> list[str]:
    """Processes that have this home."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"HOME={home['HOME']}\0".encode() in path.read_bytes() and b"\0SSH_CONNECTION=" in b"\0" + path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found
