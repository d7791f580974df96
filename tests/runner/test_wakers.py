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
