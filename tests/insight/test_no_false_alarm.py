"""Programs with nothing wrong get no advice: each does what one that is wrong does, nearly."""

from __future__ import annotations

import textwrap

import pytest

from asyncplay.insight.trouble import advice
from asyncplay.trace.events import LoopComplained
from tests.runner.programs import of, out, play

RIGHT = {
    "cancellations that are taken back": """
        import asyncio, contextlib
        async def fails(): raise LookupError
        async def late():
            await asyncio.sleep(0.01)
            raise LookupError
        async def group(*coros, body=0):
            try:
                async with asyncio.TaskGroup() as tg:
                    for coro in coros: tg.create_task(coro)
                    await asyncio.sleep(body)
            except* LookupError: pass
        async def nested():
            try:
                async with asyncio.TaskGroup() as a:
                    async with asyncio.TaskGroup() as b: b.create_task(late())
                    a.create_task(fails())
            except* LookupError: pass
        async def limited(coro):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.02): await coro
        async def all_of_it():
            await group(late(), body=5)
            await group(late(), asyncio.sleep(5))
            await nested()
            await limited(group(asyncio.sleep(5)))
            await limited(limited(asyncio.gather(asyncio.sleep(5), asyncio.shield(asyncio.sleep(0.03)))))
            with contextlib.suppress(TimeoutError): await asyncio.wait_for(asyncio.sleep(5), 0.01)
        async def main():
            await all_of_it()
            await asyncio.gather(all_of_it(), limited(asyncio.create_task(all_of_it())))
            task = asyncio.create_task(limited(group(late(), asyncio.sleep(5), asyncio.sleep(6), body=7)))
            await asyncio.sleep(0.005)
            task.cancel()
            print(*await asyncio.gather(task, return_exceptions=True))
        asyncio.run(main())
        """,
    "what was begun is ended": """
        import asyncio, contextlib
        kept = set()
        async def worker(queue):
            with contextlib.suppress(asyncio.QueueEmpty):
                while True:
                    queue.get_nowait()
                    await asyncio.sleep(0.01)
                    queue.task_done()
        async def numbers():
            try:
                yield 1
                yield 2
            finally:
                await asyncio.sleep(0)
        async def main():
            queue, loop = asyncio.Queue(), asyncio.get_running_loop()
            for n in range(6): queue.put_nowait(n)
            for _ in range(2):
                kept.add(task := asyncio.create_task(worker(queue)))
                task.add_done_callback(kept.discard)
            await queue.join()
            async with contextlib.aclosing(numbers()) as some:
                async for n in some: break
            some = numbers()
            await anext(some)
            await some.aclose()
            failed = loop.create_future()
            failed.set_exception(ValueError())
            with contextlib.suppress(ValueError): await failed
            loop.call_later(60, print).cancel()
            lock = asyncio.Lock()
            async def holds():
                async with lock: await asyncio.sleep(0.01)
            await asyncio.wait([asyncio.create_task(holds()) for _ in range(3)])
        with asyncio.Runner() as runner:
            runner.run(main())
            runner.run(asyncio.sleep(0))
        """,
    "loops in threads, waited for": """
        import asyncio, threading
        class InThread:
            def __init__(self):
                self.loop = asyncio.new_event_loop()
                self.thread = threading.Thread(target=self.loop.run_forever)
                self.thread.start()
            def call(self, coro):
                return asyncio.run_coroutine_threadsafe(coro, self.loop).result()
            def stop(self):
                self.loop.call_soon_threadsafe(self.loop.stop)
                self.thread.join()
                self.loop.close()
        async def waits(event, loop):
            threading.Timer(0.3, loop.call_soon_threadsafe, [event.set]).start()
            await event.wait()
            await asyncio.to_thread(threading.Event().wait, 0.2)
            return "woken"
        async def make(): return asyncio.Event()
        mine = InThread()
        print(mine.call(waits(mine.call(make()), mine.loop)))
        mine.stop()
        """,
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_program_with_nothing_wrong_gets_no_advice(name: str, python: str) -> None:
    """Nor does any loop complain; all of the trace was recorded."""
    source = textwrap.dedent(RIGHT[name])
    recording = play(source, python, "virtual" if "thread" not in name else "real")
    final = recording.latest()
    assert final.finished is not None
    assert final.finished.outcome == "finished", out(recording)
    assert [one for one in advice(final, recording.source, recording.output) if one.rule not in ("blocking", "slow-step")] == []
    assert (of(recording, LoopComplained), final.events_dropped, final.damaged) == ([], 0, None)
