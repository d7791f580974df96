"""How soon a step that holds the loop is named with its line, while it does: ms after it had held it for 50 ms, median, p95 and latest.

The program tells afterwards when it began to hold the loop; the machine's clock is the same for both. Programs in turn, on every interpreter found.
`python benchmarks/stuck.py [ROUNDS] [LEVEL …]`
"""

from __future__ import annotations

import asyncio
import math
import os
import statistics
import sys
import time

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.events import StepBlocked

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tests.conftest import interpreters

ROUNDS = 20
MUST_S = 0.1
BLOCKED_S = 0.05
LINE = 7
PROGRAM = """\
import asyncio, re, time
{before}
async def main():
    await asyncio.sleep({idle})
    await asyncio.sleep(0)
    began = time.monotonic()
    {block}
    print("BEGAN", began)
asyncio.run(main())
"""
BLOCKS = {
    "time.sleep": ("", "time.sleep(0.35)"),
    "busy loop": ("", "while time.monotonic() < began + 0.35: pass"),
    "regex": ("", 're.match(r"(a+)+$", "a" * 23 + "b")'),
    "sum": ("", "sum(range(20_000_000))"),
    "sorted": ("import random\nnumbers = [random.random() for _ in range(1_500_000)]".replace("\n", "; "), "sorted(numbers)"),
    "power": ("", "x = 7 ** 1_200_000"),
}


async def one(engine: Engine, python: str, level: str, n: int, before: str, block: str) -> tuple[float, float]:
    """Seconds from the step's begin until the parent knew its line, and how long it held the loop."""
    named: list[float] = []
    request = RunRequest(PROGRAM.format(before=before, block=block, idle=0.03 + n * 0.0031 % 0.02), "bench.py", python=python, level=level)
    session = await engine.start(request)
    seen = 0

    def look() -> None:
        nonlocal seen
        if any(type(event) is StepBlocked and event.line == LINE for event in session.recording.events[seen:]):
            named.append(time.monotonic())
        seen = session.recording.seq

    session.on_change = look
    await session.wait()
    began = float(next(line.text for line in session.recording.output if line.text.startswith("BEGAN")).split()[1])
    lasted = max(block.seconds for block in session.recording.latest().blocks)
    return (named[0] - began if named else float("inf")), lasted


async def measure(rounds: int, levels: list[str]) -> bool:
    well = True
    print(f"{'named, ms after 50 ms of blocking':<34}{'median':>8}{'p95':>8}{'latest':>8}   (must: {MUST_S * 1e3:.0f})")
    for level in levels:
        for version, python in sorted(interpreters().items()):
            engine = Engine()
            found: dict[str, list[float]] = {name: [] for name in BLOCKS}
            for n in range(rounds):
                for name, (before, block) in BLOCKS.items():
                    took, lasted = await one(engine, python, level, n, before, block)
                    if lasted > BLOCKED_S + MUST_S:  # a step that was over sooner says nothing
                        found[name].append((took - BLOCKED_S) * 1e3)
            await engine.close()
            for name, late in found.items():
                late.sort()
                p95 = late[math.ceil(len(late) * 0.95) - 1] if late else float("inf")
                well = well and p95 <= MUST_S * 1e3
                middle, latest = (statistics.median(late), late[-1]) if late else (p95, p95)  # none held the loop for long enough
                print(f"{level + ', ' + version + ', ' + name:<34}{middle:8.0f}{p95:8.0f}{latest:8.0f}   ({len(late)})")
    return well


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    return 0 if asyncio.run(measure(rounds, sys.argv[2:] or ["auto", "open"])) else 1


if __name__ == "__main__":
    sys.exit(main())
