import asyncio
async def consumer(c, n, buf):
    async with c:
        await c.wait_for(lambda: buf)
        print(n, buf.pop())
async def main():
    c, buf = asyncio.Condition(), []
    ts = [asyncio.create_task(consumer(c, i, buf)) for i in range(3)]
    await asyncio.sleep(0)
    print(repr(c).split(" ", 3)[-1])
    async with c:
        buf += [1, 2, 3]; c.notify(2)
    await asyncio.sleep(0)
    async with c: c.notify_all()
    await asyncio.gather(*ts)
    try: c.notify()
    except RuntimeError as e: print(e)
    await c.wait()
asyncio.run(main())
