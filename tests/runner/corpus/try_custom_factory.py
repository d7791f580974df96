import asyncio
made = []
def factory(loop, coro, **kw):
    made.append(coro.__qualname__); return asyncio.Task(coro, loop=loop, **kw)
async def w(n): await asyncio.sleep(0); return n
async def main():
    loop = asyncio.get_running_loop(); print(loop.get_task_factory())
    loop.set_task_factory(factory)
    t = asyncio.create_task(w(1), name="nm"); print(t.get_name(), await t)
    async with asyncio.TaskGroup() as g: g.create_task(w(2))
    await asyncio.gather(w(3), w(4)); print(made, loop.get_task_factory() is factory)
    try: loop.set_task_factory(5)
    except TypeError as e: print(e)
    def broken(loop, coro, **k): coro.close(); raise LookupError("broken factory")
    loop.set_task_factory(broken)
    asyncio.create_task(w(1))
asyncio.run(main())
