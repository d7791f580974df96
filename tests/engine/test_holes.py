"""A slot of the trace that is reserved and not filled: for a moment, while other threads record, or for ever, where Ctrl+C came between the two."""

from __future__ import annotations

import asyncio
import os
import textwrap

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.engine.transport import TraceMemory
from asyncplay.trace import wire
from asyncplay.trace.events import CallbackRan, EventsDropped, TraceDamaged
from tests.runner.programs import of, out, play

NEVER_FILLED = """
import asyncio
record = asyncio.Handle._run.__globals__["record"]
async def main():
    for n in range(300):
        await asyncio.sleep(0)
        if n in (3, 150):
            record.slot()
    print("over")
asyncio.run(main())
"""


def test_a_slot_that_nobody_fills_is_lost_and_the_rest_is_told(python: str) -> None:
    """The trace goes on behind it; each is counted."""
    recording = play(NEVER_FILLED, python)
    assert out(recording) == ["over"]
    assert not of(recording, TraceDamaged)
    assert recording.latest().tasks[1].outcome == "returned"
    assert recording.latest().tasks[1].steps == 301
    assert [event.count for event in of(recording, EventsDropped)] == [2]


FILLED_LATE = """
import asyncio, time
record = asyncio.Handle._run.__globals__["record"]
async def main():
    at = record.slot()
    for n in range(5000):
        await asyncio.sleep(0)
        if n % 1000 == 0:
            time.sleep(0.03)
    record.pack(record.memory, at, record.now(), record.now(), 0, 0, 0, 0, 0, 7 | 1 << 16, 0, at)
    print("over")
asyncio.run(main())
"""


def test_a_slot_that_is_filled_late_is_waited_for_however_far_behind_it_is(python: str) -> None:
    """A thread that lost its turn between the two may find thousands of records after its own."""
    assert wire.CALLBACK == 7
    recording = play(FILLED_LATE, python)
    assert out(recording) == ["over"]
    assert not of(recording, TraceDamaged)
    assert not of(recording, EventsDropped)
    assert recording.latest().tasks[1].steps == 5001
    assert [event.name for event in of(recording, CallbackRan)] == ["a callback"]


GOES_ON = """
import asyncio
async def main():
    asyncio.Handle._run.__globals__["record"].slot()
    await asyncio.sleep(0)
    print("here")
    await asyncio.sleep(1000)
asyncio.run(main())
"""


async def test_a_run_that_goes_on_is_shown_behind_a_hole() -> None:
    """Nobody waits for the run's end to see what happened after Ctrl+C came at the wrong moment."""
    engine = Engine(spare_idle_s=0, spares=False)
    session = await engine.start(RunRequest(textwrap.dedent(GOES_ON), "snippet.py", timeout=60))
    try:
        async with asyncio.timeout(60):
            changed = asyncio.Event()
            session.on_change = changed.set
            while not ((task := session.recording.latest().tasks.get(1)) and task.wait and task.wait.kind == "sleep"):
                changed.clear()
                await changed.wait()
    finally:
        session.stop()
        await session.wait()
        await engine.close()
    assert not of(session.recording, TraceDamaged)


def test_a_hole_is_found_wherever_it_is() -> None:
    """Also thousands of records before the last."""
    memory = TraceMemory(4096)
    size = wire.RECORD_SIZE
    whole = b"".join(bytes(size - 4) + (wire.HEADER_SIZE + n * size).to_bytes(4, "little") for n in range(3000))
    for hole in (0, 1, 5, 1499, 1500, 2047, 2998):
        memory.taken = 0
        data = whole[: hole * size] + bytes(size) + whole[(hole + 1) * size :]
        os.pwrite(memory.fd, data, wire.HEADER_SIZE)
        assert len(memory.take()) == hole * size
        assert memory.take() == b""
        assert memory.hole() == 1
        memory.skip(1)
        assert len(memory.take()) == (2999 - hole) * size
        assert memory.hole() == 0
    memory.close()
