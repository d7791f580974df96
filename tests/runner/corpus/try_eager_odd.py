import asyncio, sys
if sys.version_info < (3, 12): print("no"); raise SystemExit
log = []
async def now(n): log.append(("in", n, asyncio.current_task().get_name())); return n
async def later(n): log.append(n); await asyncio.sleep(0); log.append(-n)
async def bad(): raise ValueError("eager")
async def rec(n):
    if n: await asyncio.create_task(rec(n - 1), name=f"r{n}")
    log.append(("rec", n))
async def main():
    loop = asyncio.get_running_loop(); loop.set_task_factory(asyncio.eager_task_factory); t = asyncio.create_task(now(1), name="one"); print(t.done(), t, log); u = asyncio.create_task(later(2)); print(log, u); await u; b = asyncio.create_task(bad()); print(b.done(), b.exception(), b); await rec(3); print(log); print(await asyncio.gather(now(5), now(6)), asyncio.current_task().get_name())
    async with asyncio.TaskGroup() as g: x = g.create_task(now(7))
    print(x.result()); loop.set_task_factory(None)
    T = asyncio.create_eager_task_factory(asyncio.Task); loop.set_task_factory(T); print(await asyncio.create_task(now(9))); b = None
asyncio.run(main(), debug=True)
