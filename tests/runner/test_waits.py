"""What a suspended task waits for is named, with its line: one small program for each kind, on every interpreter that is found."""

from __future__ import annotations

import pytest

from asyncplay.trace.events import StepEnded
from tests.shared import record

BODY = """\
import asyncio, contextlib
async def other(): await asyncio.sleep(0.02)
async def waits():
    lock, event, condition, queue = asyncio.Lock(), asyncio.Event(), asyncio.Condition(), asyncio.Queue(1)
    loop = asyncio.get_running_loop()
    {before}
    {line}
async def main():
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05): await waits()
asyncio.run(main())
"""
LINE = 7
KINDS = {
    "sleep": ("pass", "await asyncio.sleep(0.01)"),
    "future": ("pass", "await loop.create_future()"),
    "task": ("task = asyncio.create_task(other())", "await task"),
    "lock": ("await lock.acquire()", "await lock.acquire()"),
    "event": ("pass", "await event.wait()"),
    "condition": ("await condition.acquire()", "await condition.wait()"),
    "semaphore": ("s = asyncio.Semaphore(0)", "await s.acquire()"),
    "barrier": ("b = asyncio.Barrier(2)", "await b.wait()"),
    "queue.get": ("pass", "await queue.get()"),
    "queue.put": ("queue.put_nowait(1)", "await queue.put(2)"),
    "queue.join": ("queue.put_nowait(1)", "await queue.join()"),
    "gather": ("pass", "await asyncio.gather(other(), other())"),
    "wait": ("tasks = [asyncio.create_task(other())]", "await asyncio.wait(tasks)"),
    "wait_for": ("task = asyncio.create_task(other())", "await asyncio.wait_for(task, 1)"),
    "shield": ("task = asyncio.create_task(other())", "await asyncio.shield(task)"),
    "as_completed": ("pass", "for one in asyncio.as_completed([other()]): await one"),
    "thread": ("import time", "await asyncio.to_thread(time.sleep, 0.02)"),
    "taskgroup": ("async with asyncio.TaskGroup() as g: g.create_task(other())", "pass"),
    "subprocess": ("import sys; p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'import time; time.sleep(0.2)')", "await p.wait()"),
    "stream.read": ("r = asyncio.StreamReader()", "await r.readline()"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_suspended_task_names_what_it_waits_for(kind: str, python: str) -> None:
    """The kind is the contract's word, and the line is the snippet's."""
    before, line = KINDS[kind]
    recording = record(BODY.format(before=before, line=line), python, timeout=20)
    waits = [event.wait for event in recording.events if isinstance(event, StepEnded) and event.task == 1 and event.wait is not None]
    expected = LINE - 1 if kind == "taskgroup" else LINE
    assert (kind, expected) in [(wait.kind, wait.line) for wait in waits]


def test_a_wait_for_tasks_names_the_tasks(python: str) -> None:
    """gather, wait and a task group know their members."""
    source = "import asyncio\nasync def c(): await asyncio.sleep(0.01)\nasync def main():\n    await asyncio.gather(c(), c())\nasyncio.run(main())\n"
    recording = record(source, python, clock="virtual")
    (wait,) = {event.wait for event in recording.events if isinstance(event, StepEnded) and event.task == 1 and event.wait}
    assert wait.tasks == (2, 3)


def test_an_async_generator_does_not_hide_the_line_that_waits(python: str) -> None:
    """The chain goes on through `async for` to the generator's own await."""
    source = "import asyncio\nasync def g():\n    await asyncio.sleep(1)\n    yield 1\nasync def main():\n    async for _ in g():\n        pass\nasyncio.run(main())\n"
    recording = record(source, python, clock="virtual")
    ended = next(event for event in recording.events if isinstance(event, StepEnded) and event.wait)
    assert ended.wait is not None
    assert (ended.wait.kind, ended.line, [frame.line for frame in ended.chain if frame.snippet]) == ("sleep", 3, [6, 3])
