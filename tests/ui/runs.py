"""Recordings of known runs for the panes' tests, made by the real engine on the virtual clock: every time in them is exact."""

from __future__ import annotations

import functools

from asyncplay.trace.recording import Recording
from tests.shared import record

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


@functools.cache
def run(source: str, clock: str = "virtual") -> Recording:
    """What the engine recorded of it. Not to be changed: tests share it."""
    return record(source, clock=clock)


def tea() -> Recording:
    """The fifth lesson: main sleeps 1 s, the task 2 s."""
    return run(TEA)
