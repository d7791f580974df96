"""Live panes: the playground's share of a core and its bytes a second at 120x40, with ten thousand tasks and with twenty, taken in turn.

`python benchmarks/panes.py`. The share depends on the machine and on who else uses it; the ratio of the two does not.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.pty.terminal import Terminal  # noqa: E402

PROGRAM = """\
import asyncio
async def waits():
    await asyncio.sleep(3600)
async def steps():
    while True:
        await asyncio.sleep(0.05)
async def main():
    await asyncio.gather(*(waits() for _ in range({tasks})), *(steps() for _ in range(5)))
asyncio.run(main())
"""
ROUNDS, SECONDS, SETTLE = 3, 8.0, 6.0


def used(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(tasks: int) -> tuple[float, float]:
    """Share of a core, and KB a second."""
    with tempfile.TemporaryDirectory() as home:
        path = pathlib.Path(home, "many.py")
        path.write_text(PROGRAM.format(tasks=tasks))
        with Terminal([sys.executable, "-m", "asyncplay", str(path)], 120, 40, env={"HOME": home}, cold=True) as terminal:
            terminal.wait_for("press F5")
            terminal.type("F5")
            terminal.wait_for(f"TASKS {tasks + 6}:", 60)
            terminal.pump(SETTLE)
            before, sent, began = used(terminal.pid), len(terminal.raw), time.monotonic()
            terminal.pump(SECONDS)
            passed = time.monotonic() - began
            return (used(terminal.pid) - before) / passed, (len(terminal.raw) - sent) / passed / 1000


def main() -> None:
    many, few = [], []
    for _ in range(ROUNDS):
        many.append(measure(10_000))
        few.append(measure(20))
    for name, found in (("10,000 tasks", many), ("20 tasks", few)):
        share, rate = (statistics.median(values) for values in zip(*found, strict=True))
        print(f"live at 120x40, {name}: {share:.1%} of a core, {rate:.1f} KB/s")
    ratio = statistics.median(a[0] / b[0] for a, b in zip(many, few, strict=True))
    print(f"10,000 tasks cost {ratio:.2f} times what 20 do")


if __name__ == "__main__":
    main()
