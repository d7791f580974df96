"""Run to first line in the recording, and Stop to everything gone: ms, median and p95. A bare `import asyncio` says what the machine is worth."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session

RUNS = 15
SPIN = "print('up', flush=True)\nwhile True: pass\n"
DAEMONS = """\
import os, time
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True: time.sleep(1)
        os._exit(0)
"""


async def first_line(engine: Engine, source: str) -> tuple[Session, float]:
    """A session whose first line is in, and how long that took."""
    came = asyncio.Event()
    began = time.perf_counter()
    session = await engine.start(RunRequest(source, "bench.py"))
    session.on_change = lambda: came.set() if session.recording.output else None
    session.on_change()
    await came.wait()
    return session, time.perf_counter() - began


async def stopped(session: Session) -> float:
    began = time.perf_counter()
    session.stop()
    await session.wait()
    return time.perf_counter() - began


async def one(found: dict[str, list[float]], spare: bool, source: str, first: str, stop: str) -> None:
    """One run of one kind."""
    engine = Engine()
    if spare:
        engine.warm()
        while engine._spare is not None and not engine._spare.ready:
            await asyncio.sleep(0.01)
            engine._spare.listen()
        await asyncio.sleep(0.05)
    session, took = await first_line(engine, source)
    found.setdefault(first, []).append(took)
    found.setdefault(stop, []).append(await stopped(session))
    await engine.close()


async def measure() -> dict[str, list[float]]:
    """Seconds by name."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        await one(found, True, SPIN, "Run to first line, spare", "Stop to gone, busy loop")
        await one(found, False, DAEMONS + SPIN, "Run to first line, fresh", "Stop to gone, 20 daemons")
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import asyncio"], check=True)  # noqa: ASYNC221
        found.setdefault("python -c 'import asyncio'", []).append(time.perf_counter() - began)
    return found


def main() -> None:
    print(f"{f'latency in ms, {RUNS} runs':<34}{'median':>8}{'p95':>8}")
    for name, times in asyncio.run(measure()).items():
        times.sort()
        print(f"  {name:<32}{statistics.median(times) * 1e3:8.1f}{times[int(len(times) * 0.95)] * 1e3:8.1f}")


if __name__ == "__main__":
    main()
