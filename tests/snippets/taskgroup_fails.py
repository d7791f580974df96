import asyncio
async def bad(n):
    await asyncio.sleep(0.01*n); raise RuntimeError(n)
async def main():
    async with asyncio.TaskGroup() as g:
        g.create_task(bad(1)); g.create_task(bad(1))
asyncio.run(main())
