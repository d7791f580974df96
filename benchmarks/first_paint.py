"""First paint of the playground over that of a minimal Textual application, each in a terminal of its own, taken in turn; then what it takes of
memory and, while nothing happens, of the processor.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from tests.pty.terminal import Terminal

RUNS = 9
REST_S = 20.0
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
    with Terminal(command, env={"HOME": home}, cold=True) as terminal:
        while until not in terminal.text():
            terminal.pump(0.002)
            if time.perf_counter() - began > 20:
                raise SystemExit(f"nothing was painted\n{terminal.text()}")
        return time.perf_counter() - began


def at_rest(home: str) -> tuple[float, float]:
    """MB of memory (its own, and its share of what it shares), and the share of a processor that is used at rest."""
    with Terminal([sys.executable, "-m", "asyncplay"], env={"HOME": home}, cold=True) as terminal:
        terminal.wait_for("F1 Help")
        terminal.pump(5.0)
        process = on_processor(terminal.pid)
        terminal.pump(REST_S)
        used = (on_processor(terminal.pid) - process) / REST_S
        shares = pathlib.Path(f"/proc/{terminal.pid}/smaps_rollup").read_text()
        pss = next(int(line.split()[1]) for line in shares.split("\n") if line.startswith("Pss:"))
    return pss / 1024, used


def on_processor(pid: int) -> float:
    """Nanoseconds on a processor, in seconds: finer than the clock ticks of /proc/stat."""
    return sum(int(path.read_text().split()[0]) for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    python = sys.executable
    with tempfile.TemporaryDirectory() as home:
        pairs = [(paint([python, "-c", MINIMAL], "PAINTED", home), paint([python, "-m", "asyncplay"], "F1 Help", home)) for _ in range(RUNS)]
        memory, used = at_rest(home)
    base, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"first paint, median of {RUNS}: minimal Textual {base * 1e3:.0f} ms, playground {ours * 1e3:.0f} ms, ratio {ours / base:.2f}")
    print(f"at rest: {memory:.1f} MB (PSS), {used:.2%} of a processor")


if __name__ == "__main__":
    main()
