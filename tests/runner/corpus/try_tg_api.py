import asyncio
async def w(n): await asyncio.sleep(n / 1000); print("w", n); return n
async def main():
    async with asyncio.TaskGroup() as g:
        ts = [g.create_task(w(n), name=f"w{n}") for n in (60, 1, 30)]
        print(g)
    print(g, [t.result() for t in ts], [t.get_name() for t in ts])
    c = w(1)
    try: g.create_task(c)
    except RuntimeError as e: print(str(e)[:60])
    c.close()
    async with asyncio.TaskGroup() as g:
        t = g.create_task(w(100)); await asyncio.sleep(0); t.cancel()
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(w(100)); raise OSError("body")
    except* OSError as e: print(repr(e))
    async with asyncio.TaskGroup() as g:
        asyncio.current_task().cancel("parent")
        await asyncio.sleep(1)
asyncio.run(main())
