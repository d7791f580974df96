"""Loops in several threads that take each other's turns all the time: each event is told, and of its own loop."""

from __future__ import annotations

from collections import Counter

from asyncplay.trace.events import EventsDropped, LoopStarted, StepEnded, TaskCreated, TaskWoken, TraceDamaged
from tests.runner.programs import of, out, play

SOURCE = """
import asyncio, sys, threading
sys.setswitchinterval(1e-5)
loops, ready = [], threading.Barrier(4)
async def produce(queue):
    for n in range(150):
        await queue.put(n)
        if n % 7 == 0:
            await asyncio.sleep(0)
async def consume(queue, lock):
    for n in range(150):
        await queue.get()
        async with lock:
            if n % 11 == 0:
                await asyncio.sleep(0.0001)
async def main():
    queue, lock, event = asyncio.Queue(3), asyncio.Lock(), asyncio.Event()
    loops.append((asyncio.get_running_loop(), event))
    await asyncio.to_thread(ready.wait)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(produce(queue))
            group.create_task(consume(queue, lock))
    await asyncio.to_thread(ready.wait)
    for loop, one in loops:
        loop.call_soon_threadsafe(one.set)
    await event.wait()
    await asyncio.to_thread(ready.wait)
threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("over")
"""


def test_four_loops_in_four_threads_lose_nothing(python: str) -> None:
    """Threads are stopped in the act of recording, and go on after others have recorded much."""
    recording = play(SOURCE, python)
    assert out(recording) == ["over"]
    assert not of(recording, TraceDamaged)
    assert not of(recording, EventsDropped)
    tasks = recording.latest().tasks
    own = [task for task in tasks.values() if not task.library]
    assert Counter(task.coro for task in own) == {"main": 4, "produce": 12, "consume": 12}
    assert {task.outcome for task in own} == {"returned"}
    assert len({event.loop for event in of(recording, LoopStarted)}) == 4
    loop = {event.task: event.loop for event in of(recording, TaskCreated)}
    assert all(loop[event.by] == loop[event.task] for event in of(recording, TaskWoken) if event.by is not None)
    assert all(event.line is not None for event in of(recording, StepEnded) if not tasks[event.task].library)
