"""The virtual clock's jump, and what line detail, variables, gate and seed cost, each apart.

Each program measures itself with clocks that no clock of the run moves (CLOCK_MONOTONIC, the process's CPU time). Costs are the difference
between a run with the option and one without, taken in turn, minima of ROUNDS; ratios are those of CPU time.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest

ROUNDS = 5
JUMP = """\
import asyncio, time
def real(): return time.clock_gettime(time.CLOCK_MONOTONIC)
async def main():
    best = 9
    for _ in range(20):
        began = real()
        await asyncio.sleep(3600)
        best = min(best, real() - began)
    print('CPU', best)
asyncio.run(main())
"""
LINES, EACH = 150, 90
FRAME = """\
import asyncio, time
{body}
async def main():
    began = time.process_time()
    await work()
    print('CPU', time.process_time() - began)
asyncio.run(main())
"""
LINED = FRAME.format(body=f"async def work():\n    x = 0\n    for n in range({EACH}):\n" + "        x += n\n" * LINES)
STEPS = 900
VARIABLES = FRAME.format(
    body=f"""\
async def work():
    a, b, c, d, e = 1, 'two', [3, 4], {{'k': 5}}, None
    for n in range({STEPS}):
        d['k'] = n
        await asyncio.sleep(0)
"""
)
SWITCHES = FRAME.format(
    body="""\
async def one():
    for _ in range(1000): await asyncio.sleep(0)
async def work():
    await asyncio.gather(*(one() for _ in range(50)))
"""
)
OPTIONS: dict[str, dict[str, object]] = {
    "gate in (a breakpoint elsewhere)": {"breakpoints": {1_000_000: None}}, "seed": {"seed": 1}, "virtual clock": {"clock": "virtual"},
}  # fmt: skip


async def measured(source: str, **options: object) -> float:
    engine = Engine()
    session = await engine.start(replace(RunRequest(source, "bench.py"), **options))  # type: ignore[arg-type]
    await session.wait()
    await engine.close()
    return float(next(line.text for line in session.recording.output if line.text.startswith("CPU")).split()[-1])


def pair(source: str, **options: object) -> tuple[float, float]:
    """Without and with, the least of each."""
    both = [(asyncio.run(measured(source)), asyncio.run(measured(source, **options))) for _ in range(ROUNDS)]
    return min(one for one, _ in both), min(one for _, one in both)


def main() -> int:
    jump = min(asyncio.run(measured(JUMP, clock="virtual")) for _ in range(3))
    print(f"virtual sleep(3600)              {jump * 1e3:8.3f} ms   (must: 5)")
    off, on = pair(LINED, detail=True)
    lines = LINES * EACH
    print(f"line detail, a line              {(on - off) / lines * 1e6:8.2f} us   ({lines} lines: {off * 1e3:.1f} -> {on * 1e3:.1f} ms)")
    off, on = pair(VARIABLES, variables=True)
    print(f"variables, a suspension          {(on - off) / STEPS * 1e6:8.2f} us   (6 variables, 2 changed)")
    for name, options in OPTIONS.items():
        off, on = pair(SWITCHES, **options)
        print(f"{name:<33}{on / off:8.2f} x    (sleep(0) switches, traced: {off * 1e3:.0f} ms)")
    return 0 if jump <= 0.005 else 1


if __name__ == "__main__":
    sys.exit(main())
