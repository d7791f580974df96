"""Which line of the snippet woke a task, or made it, however the call went through asyncio's own functions."""

from __future__ import annotations

from asyncplay.trace.events import CallbackScheduled, StepStarted, TaskCreated, TaskWoken
from tests.runner.programs import of, play


def test_a_queue_tells_the_innermost_line_that_woke(python: str) -> None:
    """Through put, put_nowait, a function of the snippet's, and queues of the snippet's own, also one that wakes by itself."""
    source = """
        import asyncio
        async def helper(queue):
            await queue.put(1)
        def direct(queue):
            queue.put_nowait(2)
        class Mine(asyncio.Queue):
            def put_nowait(self, item):
                super().put_nowait(item)
        class Whole(asyncio.Queue):
            def put_nowait(self, item):
                self._put(item)
                WAKE
        async def main():
            for make, put in ((asyncio.Queue, helper), (asyncio.Queue, direct), (Mine, helper), (Whole, helper)):
                queue = make()
                task = asyncio.create_task(queue.get())
                await asyncio.sleep(0)
                done = put(queue)
                if done is not None:
                    await done
                await task
        asyncio.run(main())
        """
    for wake, last in (("self._wakeup_next(self._getters)", 13), ("self._getters.popleft().set_result(None)", 13)):
        recording = play(source.replace("WAKE", wake), python, "virtual")
        assert [e.line for e in of(recording, TaskWoken) if e.task > 1 and e.by == 1] == [4, 6, 9, last]


def test_a_task_tells_the_line_that_made_it_by_whichever_way(python: str) -> None:
    """create_task, the loop's own, gather, a TaskGroup, and the Task class itself."""
    recording = play(
        """
        import asyncio
        async def one(): pass
        async def main():
            loop = asyncio.get_running_loop()
            await asyncio.create_task(one())
            await loop.create_task(one())
            await asyncio.gather(
                one())
            async with asyncio.TaskGroup() as group:
                group.create_task(one())
            await asyncio.Task(one())
            await asyncio.ensure_future(one())
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [e.line for e in of(recording, TaskCreated) if e.coro == "one"] == [6, 7, 8, 11, 12, 13]


def test_a_method_of_a_task_that_is_called_soon_is_no_step_of_it(python: str) -> None:
    """`loop.call_soon(task.cancel)`: a plain callback; the task waits until it has run, and is cancelled by it."""
    recording = play(
        """
        import asyncio
        async def sleeper():
            await asyncio.sleep(9)
        async def main():
            task = asyncio.create_task(sleeper())
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_soon(task.cancel, "enough")
            await asyncio.wait([task])
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [e.cancelled for e in of(recording, TaskWoken) if e.task == 2] == [True]
    assert len([e for e in of(recording, StepStarted) if e.task == 2]) == 2
    assert any("cancel" in e.name and e.line == 8 for e in of(recording, CallbackScheduled))


def test_a_callback_of_the_snippets_tells_the_line_that_woke(python: str) -> None:
    """Run by a timer, by call_soon, by a future's end, by a descriptor, or scheduled from another thread; a method that is called itself, where it was scheduled."""
    recording = play(
        """
        import asyncio, socket, threading
        async def main():
            loop = asyncio.get_running_loop()
            async def waits(make):
                event = asyncio.Event()
                def sets(*_):
                    event.set()
                make(sets, event)
                await event.wait()
            a, b = socket.socketpair()
            b.send(b"x")
            done = loop.create_future()
            done.set_result(1)
            await waits(lambda sets, event: loop.call_later(0.01, sets))
            await waits(lambda sets, event: loop.call_soon(sets))
            await waits(lambda sets, event: done.add_done_callback(sets))
            await waits(lambda sets, event: loop.add_reader(a, sets))
            loop.remove_reader(a)
            await waits(lambda sets, event: threading.Thread(target=loop.call_soon_threadsafe, args=(sets,)).start())
            await waits(lambda sets, event: loop.call_later(0.01, event.set))
            await waits(lambda sets, event: loop.call_soon(event.set))
        asyncio.run(main())
        """, python)  # fmt: skip
    assert [(e.by, e.line) for e in of(recording, TaskWoken) if e.task == 1][:7] == [*[(None, 8)] * 5, (None, 21), (None, 22)]


def test_a_task_that_ends_wakes_who_waits_for_several(python: str) -> None:
    """gather, wait, a group, as_completed, wait_for and shield are told of it by callbacks of asyncio's own: it is the task that woke."""
    recording = play(
        """
        import asyncio
        async def c(n): await asyncio.sleep(n)
        async def main():
            await asyncio.gather(c(1), c(2))
            await asyncio.wait([asyncio.create_task(c(2)), asyncio.create_task(c(1))], return_when="FIRST_COMPLETED")
            async with asyncio.TaskGroup() as group:
                group.create_task(c(1))
                group.create_task(c(2))
            await asyncio.wait_for(asyncio.create_task(c(1)), 5)
            await asyncio.shield(asyncio.create_task(c(1)))
            for one in asyncio.as_completed([c(1)]): await one
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [e.by for e in of(recording, TaskWoken) if e.task == 1 and e.timer is None] == [3, 5, 7, 8, 9, 10]
