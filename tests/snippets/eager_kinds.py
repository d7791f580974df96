# Eager tasks by every way there is (3.12): what runs before create_task returns, their names and reprs, failures that nobody retrieves.
import asyncio
import gc
import sys

if not hasattr(asyncio, "eager_task_factory"):
    sys.exit("no eager tasks before 3.12")


class Own(asyncio.Task):
    pass


def function(loop, coro, **options):
    return Own(coro, loop=loop, eager_start=True, **options)


class Maker:
    def method(self, loop, coro, **options):
        return asyncio.Task(coro, loop=loop, eager_start=len(options) >= 0, **options)

    __call__ = method


async def quick(n):
    print("quick", n, asyncio.current_task().get_name(), type(asyncio.current_task()).__name__)
    return n


async def slow(n):
    print("slow begins", n)
    try:
        await asyncio.sleep(0.001)
    finally:
        print("slow ends", n)
    return n


async def fails():
    raise LookupError("at once")


async def main():
    loop = asyncio.get_running_loop()
    for factory in (asyncio.eager_task_factory, asyncio.create_eager_task_factory(Own), function, Maker(), Maker().method):
        loop.set_task_factory(factory)
        print(loop.get_task_factory() is factory or loop.get_task_factory() == factory)
        one, two = asyncio.create_task(quick(1), name="one"), asyncio.create_task(slow(2), name="two")
        print(one.done(), two.done(), asyncio.current_task() in (one, two), one.get_name(), len(asyncio.all_tasks()))
        async with asyncio.TaskGroup() as group:
            group.create_task(slow(3), name="three")
        print(await one, await two, await asyncio.gather(quick(4), slow(5)))
        two = asyncio.create_task(slow(6))
        two.cancel("enough")
        try:
            await two
        except asyncio.CancelledError as error:
            print("cancelled", error.args, two.cancelled())
        bad = asyncio.create_task(fails(), name="bad")
        print(bad.done())
        del bad
        gc.collect()
    loop.set_task_factory(None)
    direct = asyncio.Task(slow(7), loop=loop, eager_start=True, name="direct")
    print(direct.done(), await direct)


asyncio.run(main())
