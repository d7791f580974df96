"""2,000 runs in a row, a third of them killed: nothing may be left. Descriptors, processes, mounts, temporary files, growth of memory."""

from __future__ import annotations

import asyncio
import glob
import os
import resource
import sys
import tempfile
import time

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.sandbox import linux

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
QUICK = "import asyncio\nprint('x')\nasyncio.run(asyncio.sleep(0))\n"
STUCK = """\
import os, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
print('x', flush=True)
open('f', 'w').write('y')
while True: time.sleep(0.1)
"""
MAY_GROW = {"MiB": 16, "descriptors": 2, "processes": 3}
WARM = 100


def counts() -> dict[str, int]:
    """What a leak would raise."""
    with open("/proc/self/mountinfo", "rb") as file:
        mounts = len(file.readlines())
    return {
        "descriptors": len(os.listdir("/proc/self/fd")),
        "processes": len(linux.descendants(os.getpid())),
        "mounts": mounts,
        "temporary files": len(glob.glob(os.path.join(tempfile.gettempdir(), "asyncplay*"))),
        "MiB": resident() >> 20,
    }


def resident() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


async def one(engine: Engine, number: int) -> None:
    kill = number % 3 == 0
    session = await engine.start(RunRequest(STUCK if kill else QUICK, "soak.py", keep_output=1000))
    if kill:
        came = asyncio.Event()
        session.on_change = lambda: came.set() if session.recording.output else None
        session.on_change()
        await came.wait()
        session.stop()
    finished = await session.wait()
    assert finished.outcome == ("stopped" if kill else "finished"), (number, finished, session.error)


async def main() -> int:
    engine = Engine()
    began = time.monotonic()
    first: dict[str, int] = {}
    for number in range(RUNS):
        await one(engine, number)
        if number == min(WARM, RUNS - 1):
            await asyncio.sleep(0.5)
            first = counts()
    await asyncio.sleep(0.5)
    last = counts()
    await engine.close()
    print(f"{RUNS} runs in {time.monotonic() - began:.0f} s, a third of them stopped")
    leaks = {name: (first[name], last[name]) for name in first if last[name] > first[name] + MAY_GROW.get(name, 0)}
    for name in first:
        print(f"  {name:<16} after {WARM} runs {first[name]:5}, at the end {last[name]:5}{'   LEAK' if name in leaks else ''}")
    left = linux.descendants(os.getpid())
    print(f"  processes left after the end: {len(left)}")
    return bool(leaks) or bool(left)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
