import asyncio
async def main():
    loop = asyncio.get_running_loop()
    h = loop.call_soon(print, "x")
    print(repr(asyncio.current_task())[:40])
    await asyncio.sleep(0.01)
    loop.call_soon(lambda: 1/0)
    await asyncio.sleep(0.01)
asyncio.run(main(), debug=True)
