# Raw loops, runners, loops in threads, factories that make no Task at all, test cases: each as under plain python.
import asyncio
import io
import threading
import unittest


async def work(n, lock=None):
    async with lock or asyncio.Lock():
        await asyncio.sleep(0.001)
    return n


class Wrap:
    def __init__(self, loop, coro, **options):
        self._task = asyncio.Task(coro, loop=loop, **options)

    def __getattr__(self, name):
        return getattr(self._task, name)

    def __await__(self):
        return (yield from self._task.__await__())


async def wrapped():
    asyncio.get_running_loop().set_task_factory(Wrap)
    task = asyncio.create_task(work(1), name="wrapped")
    print(type(task).__name__, task.get_name(), await task)


async def pure():
    asyncio.get_running_loop().set_task_factory(lambda loop, coro, **options: asyncio.tasks._PyTask(coro, loop=loop, **options))
    task = asyncio.create_task(work(2), name="pure")
    print(type(task).__name__, task.get_name(), await asyncio.gather(task, work(3)))


class Case(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.lock = asyncio.Lock()
        await asyncio.sleep(0)

    async def test_one(self):
        self.assertEqual(await work(4, self.lock), 4)

    async def test_two(self):
        self.addAsyncCleanup(asyncio.sleep, 0)
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.001):
                await asyncio.Event().wait()

    async def test_three(self):
        self.fail("this is meant")


loop = asyncio.new_event_loop()
early = loop.create_task(work(5), name="early")
print(loop.run_until_complete(early), loop.is_running())
future = loop.create_future()
loop.call_soon(future.set_result, 6)
print(loop.run_until_complete(future))
loop.close()

asyncio.run(wrapped())
asyncio.run(pure())
with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
    print(runner.run(work(7)), runner.run(work(8)), type(runner.get_loop()).__name__)

results = []
threads = [threading.Thread(target=lambda n=n: results.append(asyncio.run(work(n)))) for n in (9, 10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))


async def far():
    other = asyncio.new_event_loop()
    thread = threading.Thread(target=other.run_forever)
    thread.start()
    print(await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(11), other)))
    other.call_soon_threadsafe(other.stop)
    await asyncio.to_thread(thread.join)
    other.close()


asyncio.run(far())
done = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))
print(done.testsRun, len(done.failures), len(done.errors), done.failures[0][1].splitlines()[-1])
print(done.failures[0][1])
