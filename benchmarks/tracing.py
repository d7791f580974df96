"""What tracing costs: CPU time of small asyncio programs in the runner over that in a bare interpreter, taken in turn.

Each program measures its own work with time.process_time(), so start-up does not count. The ratio is that of the minima of ROUNDS rounds.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest

ROUNDS = 5
FRAME = """\
import asyncio, time
{body}
async def main():
    began = time.process_time()
    await work()
    print('CPU', time.process_time() - began)
asyncio.run(main())
"""
GATHER = "async def work(): await asyncio.gather(*(one() for _ in range(100)))\n"
PROGRAMS = {
    "sleep(0) switches": "async def one():\n    for _ in range(1000): await asyncio.sleep(0)\n" + GATHER,
    "task created and finished": "async def one(): pass\nasync def work():\n    for _ in range(40000): await asyncio.create_task(one())\n",
    "10,000 timers": "async def work(): await asyncio.gather(*(asyncio.sleep(i % 100 * 1e-4) for i in range(10000)))\n",
    "5 us of work in a step": "async def one():\n    for _ in range(400): sum(i * i for i in range(100)); await asyncio.sleep(0)\n" + GATHER,
    "8-deep await": (
        "async def level(d):\n    if d: await level(d - 1)\n    else: await asyncio.sleep(0)\n"
        "async def one():\n    for _ in range(400): await level(8)\n" + GATHER
    ),
    "queue ping-pong": """
async def work():
    a, b = asyncio.Queue(1), asyncio.Queue(1)
    async def ping():
        for i in range(20000): await a.put(i); await b.get()
    async def pong():
        for i in range(20000): await a.get(); await b.put(i)
    await asyncio.gather(ping(), pong())
""",
}


def bare(source: str) -> float:
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


async def traced(source: str) -> float:
    engine = Engine()
    session = await engine.start(RunRequest(source, "bench.py"))
    await session.wait()
    await engine.close()
    return float(next(line.text for line in session.recording.output if line.text.startswith("CPU")).split()[-1])


def main() -> None:
    print("tracing: CPU time, ratio to bare asyncio")
    for name, body in PROGRAMS.items():
        source = FRAME.format(body=body)
        pairs = [(bare(source), asyncio.run(traced(source))) for _ in range(ROUNDS)]
        base, cost = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        print(f"  {name:<28}{cost / base:6.2f}   ({base * 1e3:.0f} ms bare)")


if __name__ == "__main__":
    main()
