"""Somebody types while a run tells much: reading the trace waits for the keys, and misses nothing."""

from __future__ import annotations

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.events import StepEnded

MANY = """
import asyncio
async def main():
    for _ in range(5000): await asyncio.sleep(0)
    print("done")
asyncio.run(main())
"""


async def test_a_run_during_which_somebody_types_is_told_whole() -> None:
    """In small pieces, all the time."""
    engine = Engine(spares=False)
    session = await engine.start(RunRequest(MANY, "snippet.py"))
    asked = []
    session.typing = lambda: (asked.append(1), True)[1]
    finished = await session.wait()
    await engine.close()
    assert finished.outcome == "finished"
    assert asked
    assert sum(isinstance(event, StepEnded) for event in session.recording.events) == 5000
    assert session.recording.output[-1].text == "done"
