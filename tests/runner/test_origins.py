"""Who asked for a task, where somebody else calls its constructor: a factory of the snippet's, or another thread."""

from __future__ import annotations

import pytest

from asyncplay.trace.events import EventsDropped, TaskCreated
from tests.runner.programs import of, out, play

FACTORY = """
import asyncio
class Own(asyncio.Task):
    pass
def factory(loop, coro, **options):
    return %s(coro, loop=loop, **options)
async def work():
    await asyncio.sleep(0)
async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    one = asyncio.create_task(work())
    async with asyncio.TaskGroup() as group:
        group.create_task(work())
    await asyncio.gather(one, work())
with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
    runner.run(main())
    runner.run(work())
"""


@pytest.mark.parametrize("kind", ["Own", "asyncio.Task", "asyncio.tasks._PyTask"])
def test_a_task_of_a_factory_is_made_where_it_was_asked_for(python: str, kind: str) -> None:
    """The factory's own line would say the same of every task."""
    recording = play(FACTORY % kind, python)
    tasks = [event for event in of(recording, TaskCreated) if not event.library]
    assert [(event.coro, event.parent, event.line) for event in tasks] == [
        ("main", None, 16), ("work", 1, 11), ("work", 1, 13), ("work", 1, 14), ("work", None, 17),
    ]  # fmt: skip
    assert not of(recording, EventsDropped)


FAR = """
import asyncio, threading
async def work(n):
    await asyncio.sleep(0)
    return n
async def main():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    far = asyncio.run_coroutine_threadsafe(work(1), loop)
    print(await asyncio.wrap_future(far))
    print(await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(work(2), loop).result()))
    loop.call_soon_threadsafe(loop.stop)
    await asyncio.to_thread(thread.join)
    loop.close()
asyncio.run(main())
"""


def test_a_task_that_another_thread_asked_for_has_the_line_that_did(python: str) -> None:
    """It is made by a callback in the loop's own thread; nobody's step made it."""
    recording = play(FAR, python)
    assert out(recording) == ["1", "2"]
    tasks = [event for event in of(recording, TaskCreated) if event.coro == "work"]
    assert [(event.parent, event.line, event.loop) for event in tasks] == [(None, 10, 2), (None, 12, 2)]
