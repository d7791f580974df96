import asyncio
async def down(n): return await down(n + 1)
def deep(n): return deep(n + 1)
async def main():
    for call in (lambda: down(0), ):
        try: await call()
        except RecursionError as error: print(error)
    try: deep(0)
    except RecursionError as error: print(error)
    task = asyncio.create_task(down(0))
    await asyncio.wait([task])
    print(type(task.exception()).__name__)
    async def chain(n):
        if n: return await chain(n - 1)
        await asyncio.sleep(0)
        return "bottom"
    print(await chain(300))
asyncio.run(main())
