import asyncio, sys
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: sys.exit(6))
    loop.call_soon(lambda: 1/0)
    await asyncio.sleep(1)
asyncio.run(main())
