"""Recordings of known runs for the panes' tests, made by the real engine on the virtual clock: every time in them is exact."""

from __future__ import annotations

import asyncio
import functools

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.recording import Recording

TEA = """\
import asyncio

async def brew_tea():
    print("water on")
    await asyncio.sleep(2)
    print("tea is ready")

async def main():
    print("good morning")
    tea = asyncio.create_task(brew_tea())
    print("tea is planned")
    await asyncio.sleep(1)
    print("table is set")
    await tea

asyncio.run(main())
"""


async def _run(source: str, clock: str) -> Recording:
    engine = Engine(spares=False)
    session = await engine.start(RunRequest(source, "snippet.py", clock=clock))
    await session.wait()
    await engine.close()
    return session.recording


@functools.cache
def run(source: str, clock: str = "virtual") -> Recording:
    """What the engine recorded of it. Not to be changed: tests share it."""
    return asyncio.run(_run(source, clock))


def tea() -> Recording:
    """The fifth lesson: main sleeps 1 s, the task 2 s."""
    return run(TEA)
