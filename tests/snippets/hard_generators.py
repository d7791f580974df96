import asyncio, gc, sys
async def ticks():
    try:
        while True:
            yield 1
            await asyncio.sleep(0)
    finally:
        print("closed")
async def main():
    print(sys.get_asyncgen_hooks().finalizer.__qualname__)
    async for _ in ticks(): break
    gc.collect()
    await asyncio.sleep(0.01)
    global kept
    kept = ticks()
    await kept.__anext__()
    print("end of main")
asyncio.run(main())
