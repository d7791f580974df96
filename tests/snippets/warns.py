import asyncio, warnings
async def co(): pass
def f():
    co()
f()
warnings.warn("careful")
async def main():
    co()
    await asyncio.wait_for(asyncio.sleep(0), 1)
    asyncio.gather(co())
asyncio.run(main())
print(f.nope)
