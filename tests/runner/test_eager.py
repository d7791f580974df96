"""Eager tasks (3.12), however they are asked for: who made them, that their first step ran inside their maker's, and their names."""

from __future__ import annotations

import pytest

from asyncplay.trace.events import EventsDropped, ObjectSeen, StepEnded, StepStarted, TaskCreated, TaskNamed
from asyncplay.trace.recording import Recording
from tests.runner.programs import of, out, play, waits

FACTORIES = {
    "asyncio's": "asyncio.eager_task_factory",
    "made by asyncio": "asyncio.create_eager_task_factory(Own)",
    "a function": "function",
    "a method": "Maker().method",
    "an object": "Maker()",
}
SOURCE = """
import asyncio
class Own(asyncio.Task):
    pass
def function(loop, coro, **options):
    return asyncio.Task(coro, loop=loop, eager_start=True, **options)
class Maker:
    def method(self, loop, coro, **options):
        return Own(coro, loop=loop, eager_start=True, **options)
    __call__ = method
async def quick():
    return 1
async def work(gate):
    await gate.wait()
async def main():
    asyncio.get_running_loop().set_task_factory(%s)
    gate = asyncio.Event()
    first = asyncio.create_task(quick(), name="first")
    async with asyncio.TaskGroup() as group:
        group.create_task(work(gate), name="second")
        gate.set()
    print(await first)
asyncio.run(main())
"""


@pytest.fixture
def newer(python: str) -> str:
    recording = play("import asyncio; print(hasattr(asyncio, 'eager_task_factory'))", python)
    if out(recording) != ["True"]:
        pytest.skip("eager tasks came with 3.12")
    return python


def names(recording: Recording) -> dict[str, int]:
    return {event.name: event.task for event in of(recording, TaskNamed)}


@pytest.mark.parametrize("factory", FACTORIES)
def test_an_eager_tasks_first_step_is_its_own_and_runs_at_once(newer: str, factory: str) -> None:
    """Its creation stands before its step, the step inside that of its maker, and what it waits for is told as of any task."""
    recording = play(SOURCE % FACTORIES[factory], newer)
    assert out(recording) == ["1"]
    first, second = names(recording)["first"], names(recording)["second"]
    made = {event.task: event for event in of(recording, TaskCreated)}
    assert (made[first].coro, made[first].parent, made[first].line) == ("quick", 1, 18)
    assert (made[second].coro, made[second].parent, made[second].line) == ("work", 1, 20)
    events = list(recording.events)
    for task in (first, second):
        at = events.index(made[task])
        step = next(n for n in range(at + 1, len(events)) if not isinstance(events[n], ObjectSeen))
        assert isinstance(events[step], StepStarted)
        assert events[step].task == task
        assert recording.snapshot_at(step + 1).tasks[1].state == "running"
    assert [(wait.kind, wait.line) for wait in waits(recording, second)] == [("event", 14)]
    assert not of(recording, EventsDropped)


SOMETIMES = """
import asyncio
made = []
def factory(loop, coro, **options):
    made.append(coro)
    return asyncio.Task(coro, loop=loop, eager_start=len(made) % 2 == 0, **options)
async def work():
    await asyncio.sleep(0.001)
async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    later, now = asyncio.create_task(work(), name="later"), asyncio.create_task(work(), name="now")
    later.cancel()
    await asyncio.wait([later, now])
asyncio.run(main())
"""


def test_a_factory_may_make_eager_tasks_and_others(newer: str) -> None:
    """The one that is not eager has no step before its turn, and is cancelled before it began."""
    recording = play(SOMETIMES, newer)
    tasks = names(recording)
    order = [event.task for event in of(recording, StepStarted)]
    assert order[:2] == [1, tasks["now"]]
    assert not [event for event in of(recording, StepEnded) if event.task == tasks["later"]]
    latest = recording.latest().tasks
    assert (latest[tasks["later"]].outcome, latest[tasks["now"]].outcome) == ("cancelled", "returned")


UNSAID = """
import asyncio
HOW = {"eager" + "_start": True}
def factory(loop, coro, **options):
    return asyncio.Task(coro, loop=loop, **HOW, **options)
async def work():
    await asyncio.sleep(0.001)
async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    await asyncio.wait([asyncio.create_task(work(), name=f"n{n}") for n in range(3)])
asyncio.run(main())
"""


def test_a_factory_that_does_not_say_that_it_is_eager_is_found_out(newer: str) -> None:
    """Its tasks are all there, and wait for what they wait for; from the second on their timers are their own, too."""
    recording = play(UNSAID, newer)
    tasks = names(recording)
    for name in ("n0", "n1", "n2"):
        assert [(wait.kind, wait.line) for wait in waits(recording, tasks[name])] == [("sleep", 7)]
    assert all(waits(recording, tasks[name])[0].until is not None for name in ("n1", "n2"))


DIRECT = """
import asyncio
async def work():
    await asyncio.sleep(0.001)
    return 5
async def main():
    print(await asyncio.Task(work(), loop=asyncio.get_running_loop(), eager_start=True, name="direct"))
asyncio.run(main())
"""


def test_an_eager_task_that_nobody_saw_begin_is_seen_when_it_is_awaited(newer: str) -> None:
    """Who made it is not known, and not guessed; that it sleeps, and who awaits it, is."""
    recording = play(DIRECT, newer)
    assert out(recording) == ["5"]
    direct = names(recording)["direct"]
    created = next(event for event in of(recording, TaskCreated) if event.task == direct)
    assert (created.parent, created.line, created.def_line) == (None, None, 3)
    assert [wait.kind for wait in waits(recording, direct)] == ["sleep"]
    assert [(wait.kind, wait.tasks) for wait in waits(recording, 1)] == [("task", (direct,))]
    asleep = list(recording.events).index(next(event for event in of(recording, StepEnded) if event.task == 1))
    assert recording.snapshot_at(asleep + 1).tasks[direct].state == "suspended"
