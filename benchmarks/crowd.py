"""The whole playground in a terminal of 120x40 while a program with 10,000 live tasks runs, and while 100,000 events a second arrive.

`python benchmarks/crowd.py [tasks] [flood]` measures these only: the share of a core that the playground's own process takes, bytes to the
terminal, and the time from a key to its letter on the screen.
"""

from __future__ import annotations

import sys
import time

from wire import cpu_of, echo, percentile, playground, rate

CROWD = """\
import asyncio, random
async def worker(n):
    while True:
        await asyncio.sleep(random.uniform(5, 15))
async def ticker():
    while True:
        await asyncio.sleep(0.05)
async def main():
    await asyncio.gather(ticker(), *(worker(n) for n in range(10_000)))
asyncio.run(main())
"""
FLOOD = """\
import asyncio, time
async def switch(n):
    for _ in range(n): await asyncio.sleep(0)
async def main():
    begun = time.monotonic()
    for tick in range(400):
        await asyncio.gather(*(switch(12) for _ in range(190)))
        rest = begun + (tick + 1) / 20 - time.monotonic()
        if rest > 0: await asyncio.sleep(rest)
    print("flood over")
asyncio.run(main())
"""
SPAN_S = 10.0


def measure_tasks() -> None:
    with playground(CROWD, (120, 40)) as (terminal, _):
        terminal.type("F5")
        terminal.wait_for("TASKS 10002", 60)
        terminal.pump(6.0)
        before, began = cpu_of(terminal.pid), time.monotonic()
        sent = rate(terminal, SPAN_S)
        share = (cpu_of(terminal.pid) - before) / (time.monotonic() - began)
    print(f"10,000 live tasks, 120x40, 10 updates a second: {share:.1%} of a core (at most 15 %), {sent / 1e3:.1f} KB a second (at most 20)")


def measure_flood() -> None:
    with playground(FLOOD, (120, 40)) as (terminal, _):
        calm = echo(terminal, 40, 0.09)
        terminal.type("Enter", "F5")
        terminal.wait_for("RUNNING", 60)
        terminal.pump(1.0)
        before, began = cpu_of(terminal.pid), time.monotonic()
        taken = echo(terminal, 80, 0.09)
        share = (cpu_of(terminal.pid) - before) / (time.monotonic() - began)
    times, before_ = (", ".join(f"p{part * 100:.0f} {percentile(one, part) * 1e3:.1f} ms" for part in (0.5, 0.95)) for one in (taken, calm))
    print(f"100,000 events a second, 120x40: key to screen {times} (p95 at most 50 ms), most {max(taken) * 1e3:.1f} ms; {share:.0%} of a core")
    print(f"  while nothing runs: {before_}")


MEASURES = {"tasks": measure_tasks, "flood": measure_flood}


if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()
