"""What else ends a wait, and how far down it is told: timeouts and signals around it, generators on the way, waits inside of waits."""

from __future__ import annotations

import pytest

from asyncplay.insight.report import report
from asyncplay.insight.task_why import task_why
from asyncplay.insight.waits import waits as all_waits
from asyncplay.insight.words import wait_forms
from asyncplay.trace.events import ObjectChanged, StepEnded
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot, deadline
from tests.runner.programs import of, play, snapshots, waits

SIGNALS = {
    "method of an event": ("e = asyncio.Event()", "e.set", "e.wait()", "event"),
    "method of a future": ("f = loop.create_future()", "f.set_result, 1", "f", "future"),
    "lambda and a queue": ("q = asyncio.Queue()", "lambda: q.put_nowait(1)", "q.get()", "queue.get"),
    "partial of a function and a global": ("global g; g = asyncio.Event()", "functools.partial(handler, 1)", "g.wait()", "event"),
    "call_soon_threadsafe": ("e = asyncio.Event()", "loop.call_soon_threadsafe, e.set", "e.wait()", "event"),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_wait_that_a_signal_ends_names_the_signal(name: str, python: str) -> None:
    """Whatever the handler has at hand; no more once the handler is taken off."""
    make, handler, wait, kind = SIGNALS[name]
    source = f"""
    import asyncio, functools, os, signal
    def handler(n): g.set()
    async def main():
        loop = asyncio.get_running_loop()
        {make}
        loop.add_signal_handler(signal.SIGUSR1, {handler})
        loop.call_later(0.05, os.kill, os.getpid(), signal.SIGUSR1)
        await {wait}
        loop.remove_signal_handler(signal.SIGUSR1)
        {make.replace("global g; ", "")}
        async def again(): await {wait}
        await asyncio.wait([asyncio.create_task(again())], timeout=0.01)
    asyncio.run(main())
    """
    found = [(w.kind, w.signal) for w in waits(play(source, python)) if w.kind == kind]
    assert found == [(kind, "SIGUSR1"), (kind, None)]


LIMITED = """
import asyncio
async def main():
    async with asyncio.timeout(9):
        async with asyncio.timeout(5):
            async with asyncio.timeout(7):
                await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""


def _waiting(recording: Recording, task: int = 1) -> Snapshot:
    return next(snap for snap in snapshots(recording) if task in snap.tasks and snap.tasks[task].state == "suspended")


def test_a_wait_inside_a_timeout_tells_until_when_and_which_one(python: str) -> None:
    """Of several the first that rings; in Why, in Waits, and in the table's words."""
    recording = play(LIMITED, python, "virtual")
    snap = _waiting(recording)
    limit = deadline(snap, 1)
    assert limit is not None
    assert (round(limit.when, 3), limit.line) == (5.0, 5)
    assert "for 5.0 s at most: the timeout of line 5" in task_why(recording, snap, 1)
    assert all_waits(snap).rows[0].text == "1 main waits on line 7 for the result of a future (until 5.000 s at most: the timeout of line 5)"
    assert wait_forms(snap.tasks[1], snap, 1.0)[0] == "future, 4.00 s at most"


def test_a_report_tells_what_ends_the_wait_and_by_which_way_it_came(python: str) -> None:
    """`run --json` of a program that was stopped while it waits."""
    source = """
    import asyncio, os
    async def numbers():
        await asyncio.Event().wait()
        yield 1
    async def main():
        async with asyncio.timeout(9):
            async for n in numbers(): pass
    asyncio.get_event_loop_policy()
    async def ends():
        await asyncio.sleep(0)
        os._exit(0)
    async def both(): await asyncio.gather(main(), ends())
    asyncio.run(both())
    """
    recording = play(source, python)
    (task,) = (one for one in report(recording)["tasks"] if one["coro"] == "main")
    waiting = task["waiting_on"]
    assert (waiting["kind"], waiting["line"], waiting["timeout"]["line"], waiting["signal"]) == ("event", 4, 7, None)
    assert [(frame["name"], frame["line"], frame["generator"]) for frame in waiting["chain"]] == [("main", 8, False), ("numbers", 4, True)]


def test_why_tells_the_way_down_through_async_generators(python: str) -> None:
    """Each coroutine with its line; those that are called again and again once, with a number."""
    source = """
    import asyncio
    async def numbers():
        await asyncio.sleep(1)
        yield 1
    async def down(n):
        if n: return await down(n - 1)
        async for _ in numbers(): pass
    async def main(): await down(3)
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    said = task_why(recording, _waiting(recording), 1)
    assert "It came there by main (line 9), down (line 7, 3 times), down (line 8), async generator numbers (line 4)." in said


ASKED = {
    "anext with a default": ("await anext(numbers(), None)", "sleep", 5),
    "asend": ("await numbers().asend(None)", "sleep", 5),
    "aclose": ("n = numbers(2); await anext(n); await n.aclose()", "sleep", 8),
    "athrow": ("n = numbers(2); await anext(n); await n.athrow(ValueError)", "sleep", 8),
    "wait_for of an anext": ("await asyncio.wait_for(anext(numbers()), 9)", "sleep", 5),
    "a generator-based coroutine": ("await old()", "sleep", 12),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_way_goes_through_whatever_wraps_a_generator(name: str, python: str) -> None:
    """To the line that really waits."""
    line, kind, expected = ASKED[name]
    source = f"""
    import asyncio, contextlib, types
    async def numbers(n=1):
        try:
            if n == 1: await asyncio.sleep(0.01)
            yield n
        finally:
            if n == 2: await asyncio.sleep(0.01)
    @types.coroutine
    def old():
        yield
        yield from asyncio.sleep(0.01).__await__()
    async def main():
        with contextlib.suppress(ValueError):
            {line}
    asyncio.run(main())
    """
    assert (kind, expected) in [(w.kind, w.line) for w in waits(play(source, python, "virtual"))]


def test_a_wait_inside_wait_for_is_told_down_to_its_object(python: str) -> None:
    """Until 3.11 wait_for makes a task of it, later the task waits itself; its deadline is told either way."""
    source = """
    import asyncio
    async def takes(queue):
        return await queue.get()
    async def main():
        queue = asyncio.PriorityQueue()
        try:
            await asyncio.wait_for(takes(queue), 5)
        except TimeoutError:
            pass
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    assert ("queue.get", 4, "PriorityQueue 1") in [(w.kind, w.line, w.object) for w in waits(recording)]
    snap = _waiting(recording)
    wait, limit = snap.tasks[1].wait, deadline(snap, 1)
    assert wait is not None
    assert round(wait.until or (limit.when if limit else 0), 3) == 5.0


def test_gathers_in_gathers_in_shields_and_in_wait_for_name_their_tasks(python: str) -> None:
    """The awaiter graph goes through them."""
    source = """
    import asyncio
    async def c(n): await asyncio.sleep(n)
    async def main():
        await asyncio.gather(c(1), asyncio.gather(c(2), asyncio.gather(c(3))))
        await asyncio.shield(asyncio.gather(c(1), c(2)))
        await asyncio.wait_for(asyncio.gather(c(1), c(2)), 9)
        await asyncio.wait_for(asyncio.shield(asyncio.create_task(c(1))), 9)
    asyncio.run(main())
    """
    found = [(w.kind, sorted(w.tasks)) for w in waits(play(source, python, "virtual"), 1)]
    assert found == [("gather", [2, 3, 4]), ("shield", [5, 6]), ("wait_for", [7, 8]), ("wait_for", [9])]


def test_a_sleep_without_end_says_so(python: str) -> None:
    """No number of seconds that nobody meant."""
    source = """
    import asyncio
    async def main():
        try:
            async with asyncio.timeout(1): await asyncio.sleep(float("inf"))
        except TimeoutError: pass
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    snap = _waiting(recording)
    assert wait_forms(snap.tasks[1], snap, 0.0) == ["sleep for ever"]
    assert "waits on line 5 for a timer, for ever" in task_why(recording, snap, 1)


def test_a_queues_size_is_told_before_the_step_that_changed_it_ends(python: str) -> None:
    """So that it is never stale while its task is shown waiting."""
    source = """
    import asyncio
    async def main():
        queue = asyncio.Queue(3)
        asyncio.get_running_loop().call_later(1, queue.put_nowait, 1)
        await queue.get()
        for n in range(3): queue.put_nowait(n)
        asyncio.get_running_loop().call_later(1, queue.get_nowait)
        await queue.put(4)
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    place = next(n for n, e in enumerate(recording.events) if isinstance(e, StepEnded) and e.wait is not None and e.wait.kind == "queue.put")
    assert of(recording, ObjectChanged)
    assert {thing.value for thing in recording.snapshot_at(place + 1).objects.values()} == {3}


def test_wait_and_as_completed_tell_until_when_at_most(python: str) -> None:
    """By their own timers, and by no other that the task set."""
    source = """
    import asyncio
    async def c(n): await asyncio.sleep(n)
    async def main():
        loop, tasks = asyncio.get_running_loop(), [asyncio.create_task(c(2)) for _ in range(2)]
        loop.call_later(1, print)
        await asyncio.wait(tasks, timeout=0.5)
        loop.call_later(1, print)
        await asyncio.wait_for(tasks[0], None)
        for one in asyncio.as_completed([c(1), c(2)], timeout=5): await one
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    assert [(w.kind, w.until and round(w.until, 3)) for w in waits(recording, 1)][:2] in ([("wait", 0.5), ("wait_for", None)], [("wait", 0.5), ("task", None)])
    completing = [snap for snap in snapshots(recording) if (wait := snap.tasks[1].wait if 1 in snap.tasks else None) and wait.kind == "as_completed"]
    limits = {limit and round(limit.when, 3) for snap in completing if (limit := deadline(snap, 1))}
    assert limits == {7.0}
    assert len({len(snap.tasks[1].wait.tasks) for snap in completing if snap.tasks[1].wait}) == 2
