import asyncio
async def a(): await asyncio.sleep(0); raise ValueError("a")
async def b():
    try: await asyncio.sleep(5)
    except asyncio.CancelledError: raise KeyError("b in cleanup")
async def c():
    async with asyncio.TaskGroup() as g: g.create_task(a()); g.create_task(b())
async def main():
    async with asyncio.TaskGroup() as g: g.create_task(c(), name="inner"); g.create_task(b())
asyncio.run(main())
