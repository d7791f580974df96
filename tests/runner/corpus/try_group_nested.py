import asyncio
async def bad(n, exc):
    await asyncio.sleep(0)
    raise exc(n)
async def sub():
    async with asyncio.TaskGroup() as g:
        g.create_task(bad(3, KeyError))
        g.create_task(bad(4, OSError))
async def main():
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(bad(1, ValueError))
            g.create_task(sub())
            await asyncio.sleep(1)
    except* ValueError as e:
        print("got", e.exceptions)
        raise RuntimeError("from handler")
asyncio.run(main())
