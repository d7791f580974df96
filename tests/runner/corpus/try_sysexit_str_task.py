import asyncio, sys
async def sub():
    await asyncio.sleep(0.001)
    sys.exit("message from task")
async def main():
    async with asyncio.TaskGroup() as g:
        g.create_task(sub())
        g.create_task(asyncio.sleep(3))
asyncio.run(main())
