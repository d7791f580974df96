import asyncio, sys
async def w(n):
    print("start", n, asyncio.current_task().get_name())
    if n: await asyncio.sleep(0)
    print("end", n); return n
async def bad(): raise ValueError("eager")
async def main():
    loop = asyncio.get_running_loop()
    if not hasattr(asyncio, "eager_task_factory"): print("none"); return await w(1)
    loop.set_task_factory(asyncio.eager_task_factory)
    t = [asyncio.create_task(w(n), name=f"e{n}") for n in (0, 1)]
    print([x.done() for x in t], len(asyncio.all_tasks()))
    print(await asyncio.gather(*t, w(0)))
    b = loop.create_task(bad()); print(b.done(), repr(b).replace(__file__, "F"))
    async with asyncio.TaskGroup() as g: g.create_task(w(0)); g.create_task(bad())
asyncio.run(main())
