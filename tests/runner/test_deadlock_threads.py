"""Deadlocks that a loop cannot see by itself: it runs in another thread, or what it waits for waits for it."""

from __future__ import annotations

import textwrap

import pytest

from asyncplay.insight.trouble import deadlock_text
from tests.runner.programs import play

STUCK = {
    "a ring in a thread that the main one joins": (
        """
        import asyncio, threading
        async def one(mine, other):
            async with mine:
                await asyncio.sleep(0.01)
                async with other: pass
        async def main():
            a, b = asyncio.Lock(), asyncio.Lock()
            await asyncio.gather(one(a, b), one(b, a))
        thread = threading.Thread(target=lambda: asyncio.run(main()))
        thread.start()
        thread.join()
        """,
        "real", "2 one took lock a on line 4, waits on line 6 for lock b, which 3 has", "The main thread waits on line 12 for another thread",
    ),
    "a loop in a thread whose answer the main one waits for": (
        """
        import asyncio, threading
        async def never(): await asyncio.Event().wait()
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01), loop).result()
        asyncio.run_coroutine_threadsafe(never(), loop).result()
        """,
        "virtual", "2 never waits on line 3 for event 1", "The main thread waits on line 7 for another thread",
    ),
    "a job that waits for the loop that waits for it": (
        """
        import asyncio
        async def main():
            loop = asyncio.get_running_loop()
            def job(): asyncio.run_coroutine_threadsafe(never(), loop).result()
            await asyncio.to_thread(job)
        async def never(): await loop.create_future()
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        """,
        "real", "2 never waits on line 7 for the result of a future", "Thread asyncio_0 waits on line 5 for another thread",
    ),
    "a thread that outlives the main one": (
        """
        import asyncio, threading
        async def main():
            await asyncio.Queue().get()
        threading.Thread(target=asyncio.run, args=(main(),)).start()
        """,
        "real", "1 main waits on line 4 for queue.get 1", "The main thread is over: Python waits for the other threads",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STUCK)
def test_a_deadlock_among_threads_is_the_end_and_says_who_waits_where(name: str, python: str) -> None:
    """The tasks of the loop, and the thread that waits for it with its line; within the time that any other deadlock takes, nearly."""
    source, clock, who, thread = STUCK[name]
    final = play(textwrap.dedent(source), python, clock, timeout=30).latest()
    assert final.finished is not None
    assert (final.finished.outcome, final.finished.exit_code) == ("deadlock", 75)
    assert who in deadlock_text(final)
    assert final.notes == (f"{thread}, and nothing can end that either.",)
