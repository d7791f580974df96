"""First paint of the playground over that of a minimal Textual application, each in a terminal of its own, taken in turn."""

from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from tests.pty.terminal import Terminal

RUNS = 9
MINIMAL = """\
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self): yield Static("PAINTED")
Minimal().run()
"""


def paint(command: list[str], until: str, home: str) -> float:
    """Seconds from the start to these words on the screen."""
    began = time.perf_counter()
    with Terminal(command, env={"HOME": home}) as terminal:
        while until not in terminal.text():
            terminal.pump(0.002)
            if time.perf_counter() - began > 20:
                raise SystemExit(f"nothing was painted\n{terminal.text()}")
        return time.perf_counter() - began


def main() -> None:
    python = sys.executable
    with tempfile.TemporaryDirectory() as home:
        pairs = [(paint([python, "-c", MINIMAL], "PAINTED", home), paint([python, "-m", "asyncplay"], "F1 Help", home)) for _ in range(RUNS)]
    base, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"first paint, median of {RUNS}: minimal Textual {base * 1e3:.0f} ms, playground {ours * 1e3:.0f} ms, ratio {ours / base:.2f}")


if __name__ == "__main__":
    main()
