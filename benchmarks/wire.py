"""What goes over the wire and how soon a key is seen, in a terminal of its own and over an OpenSSH login on a line of 64 kbit/s and 150 ms.

`python benchmarks/wire.py [bytes] [keys] [ssh]` measures these only. Times depend on the machine: a bare `cat` in the same terminal is taken in turn.
"""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.pty.terminal import Terminal  # noqa: E402
from tests.ssh.server import MISSING, Server  # noqa: E402

LIVE = """\
import asyncio, random
async def worker(name):
    for number in range(1000000):
        await asyncio.sleep(random.uniform(0.2, 1.8))
        print(name, 'took item', number)
async def main():
    await asyncio.gather(*(worker(f'worker {n}') for n in range(20)))
asyncio.run(main())
"""
STREAMS = r"worker \d+ took item"
SPAN_S = 6.0
KEYS = 40


@contextmanager
def playground(
    text: str, size: tuple[int, int] = (80, 24), server: Server | None = None, port: int | None = None
) -> Iterator[tuple[Terminal, pathlib.Path]]:
    """The program on this text, painted and quiet; and a file that gets its loop's longest stall."""
    with tempfile.TemporaryDirectory() as home:
        path, stall = pathlib.Path(home, "live.py"), pathlib.Path(home, "stall.json")
        path.write_text(text)
        env = {"HOME": home, "STALL": str(stall), "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        command = [sys.executable, str(ROOT / "benchmarks" / "watched.py"), str(path)]
        if server is not None:
            command = server.login(command, port, env)
        with Terminal(command, *size, env=env, cold=True) as terminal:
            terminal.wait_for("press F5", 90)
            terminal.pump(2.0)
            yield terminal, stall


def rate(terminal: Terminal, seconds: float = SPAN_S) -> float:
    """Bytes a second, from now on."""
    before = len(terminal.raw)
    terminal.pump(seconds)
    return (len(terminal.raw) - before) / seconds


def choose(terminal: Terminal, name: str) -> None:
    """A command by name."""
    terminal.type("^P")
    terminal.wait_for("COMMANDS")
    terminal.type("End")
    terminal.pump(0.3)
    for _ in range(80):
        if any(name in line and terminal.screen.buffer[y][1].reverse for y, line in enumerate(terminal.screen.display)):
            terminal.type("Enter")
            terminal.pump(0.5)
            return
        terminal.type("Up")
        terminal.pump(0.08)
    raise SystemExit(f"no such command: {name}")


def echo(terminal: Terminal, count: int, pause: float) -> list[float]:
    """Seconds from a key to its letter on the screen."""
    taken = []
    terminal.type("#")
    terminal.pump(pause)
    for number in range(count):
        letter = "abcdefghijklmnopqrstuvwxyz"[number % 26]
        row, column = cursor(terminal)
        began = time.perf_counter()
        terminal.type(letter)
        while terminal.screen.buffer[row][column].data != letter:
            terminal.step(0.5)
            if time.perf_counter() - began > 20:
                raise SystemExit(f"no echo\n{terminal.text()}")
        taken.append(time.perf_counter() - began)
        terminal.pump(pause)
        if number % 20 == 19:
            terminal.type("Enter", "#")
            terminal.pump(pause)
    return taken


def cursor(terminal: Terminal) -> tuple[int, int]:
    """Where the next letter comes."""
    return terminal.screen.cursor.y, terminal.screen.cursor.x


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def measure_bytes() -> None:
    with playground(LIVE) as (terminal, _):
        idle = rate(terminal, 4.0)
        costs = []
        terminal.type("#", "Enter", "Up", "End")
        terminal.pump(1.0)
        for key in [*"abcdefghij", "Down", "Up", "Down", "Up"]:
            before = len(terminal.raw)
            terminal.type(key)
            terminal.pump(0.25)
            costs.append(len(terminal.raw) - before)
        terminal.type("F5")
        terminal.wait_for(STREAMS)
        terminal.pump(1.0)
        live = rate(terminal)
        choose(terminal, "Low-bandwidth")
        terminal.pump(5.0)
        low = rate(terminal)
    print(f"bytes, 80x24: a key {statistics.median(costs):.0f} (most {max(costs)}), idle {idle:.0f} a second,")
    print(f"  panels live {live / 1e3:.1f} KB a second, in low-bandwidth mode {low / 1e3:.1f}")


def measure_keys() -> None:
    for lines in (1000, 5000):
        text = LIVE + "".join(f"# line {number} of a long file, which is never reached\n" for number in range(lines - LIVE.count("\n")))
        with playground(text, (120, 40)) as (terminal, _):
            before = cpu_of(terminal.pid)
            echo(terminal, KEYS, 0.11)
            cpu = (cpu_of(terminal.pid) - before) / KEYS
            terminal.type("Enter", "F5")
            terminal.wait_for(STREAMS)
            terminal.pump(1.0)
            ours = echo(terminal, KEYS, 0.11)
        with Terminal(["sh", "-c", "stty -icanon; cat"], 120, 40, cold=True) as terminal:
            terminal.pump(0.3)
            bare = echo(terminal, KEYS, 0.02)
        times = [f"{percentile(taken, part) * 1e3:.1f}" for taken in (ours, bare) for part in (0.5, 0.95)]
        print(
            f"key to screen, {lines} lines, 120x40, a run streaming: p50 {times[0]} ms, p95 {times[1]} ms; {cpu * 1e3:.1f} ms of CPU a key"
            f" (echo of the terminal alone: {times[2]}, {times[3]})"
        )


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has taken."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_ssh() -> None:
    if MISSING is not None:
        print(f"over OpenSSH: not measured, {MISSING} is missing (make packages)")
        return
    with tempfile.TemporaryDirectory() as folder, Server(pathlib.Path(folder)) as server:
        with playground(LIVE, (80, 24), server, server.slow_line()) as (terminal, stall):
            terminal.type("F5")
            terminal.wait_for(STREAMS)
            terminal.pump(2.0)
            times = echo(terminal, 30, 0.5)
            terminal.type("^Q")
            terminal.wait_for("UNSAVED")
            began = time.perf_counter()
            terminal.type("Del")
            terminal.wait_end(30)
            left = time.perf_counter() - began
            worst = json.loads(stall.read_text())
    print(
        f"over OpenSSH, 64 kbit/s and 150 ms, panels live: key to screen p50 {percentile(times, 0.5):.2f} s, p95 {percentile(times, 0.95):.2f} s,"
        f" most {max(times):.2f} s; longest stall of the loop {worst['stall'] * 1e3:.0f} ms (p99 {worst['p99'] * 1e3:.0f}); Quit to gone {left:.2f} s"
    )


MEASURES = {"bytes": measure_bytes, "keys": measure_keys, "ssh": measure_ssh}


if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()
