"""From a hang-up, or SIGTERM, to the last process gone: the playground with a snippet that spins, its text that was not saved, the terminal restored.

The limit is a second. What is left undone after each end (a process, the text, the terminal) is said and makes the exit code 1.
"""

from __future__ import annotations

import os
import pathlib
import signal
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from asyncplay.sandbox import linux
from tests.pty.terminal import Terminal

TIMES = 5
LIMIT_S = 1.0
SPINS = "x = 1\nprint('up')\nwhile True: pass\n"


def lives(pid: int) -> bool:
    """Whether it is a process that has not ended."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def end(how: str) -> tuple[float, float, list[str]]:
    """Seconds until the playground is gone and until all of it is, and what was left undone."""
    with tempfile.TemporaryDirectory() as home:
        path = pathlib.Path(home, "spin.py")
        path.write_text(SPINS)
        with Terminal([sys.executable, "-m", "asyncplay", str(path)], env={"HOME": home, "XDG_STATE_HOME": f"{home}/state"}, cold=True) as terminal:
            terminal.wait_for("F1 Help")
            terminal.type("F5")
            terminal.wait_for(r"\d\.\d+ +up")
            below = linux.descendants(terminal.pid)
            terminal.type("last = 2")
            terminal.wait_for("last = 2")
            began = time.perf_counter()
            if how == "hang-up":
                terminal.hang_up()
            else:
                os.kill(terminal.pid, getattr(signal, how))
            while not terminal.reaped():
                if terminal.fd >= 0:
                    terminal.pump(0.002)
            gone = time.perf_counter() - began
            while any(map(lives, below)) and time.perf_counter() - began < 20:
                time.sleep(0.002)
            everything = time.perf_counter() - began
            undone = [f"process {pid}" for pid in below if lives(pid)]
            if how != "hang-up" and b"\x1b[?1049l" not in terminal.raw:
                undone.append("the terminal")
        kept = "".join(one.read_text() for one in pathlib.Path(home, "state").rglob("journal/*") if one.is_file())
        if "last = 2" not in kept:
            undone.append("the text")
        return gone, everything, undone


def main() -> int:
    worst = 0
    for how in ("SIGTERM", "SIGHUP", "hang-up"):
        ends = [end(how) for _ in range(TIMES)]
        gone, everything = (statistics.median(one[n] for one in ends) for n in (0, 1))
        latest = max(one[1] for one in ends)
        undone = sorted({thing for one in ends for thing in one[2]})
        print(
            f"{how}: playground gone after {gone * 1e3:.0f} ms, with its snippet {everything * 1e3:.0f} ms (median of {TIMES}), "
            f"at the latest {latest * 1e3:.0f} ms; limit {LIMIT_S * 1e3:.0f} ms; undone: {', '.join(undone) or 'nothing'}"
        )
        worst = max(worst, int(bool(undone) or everything > LIMIT_S))
    return worst


if __name__ == "__main__":
    sys.exit(main())
