import asyncio, warnings
async def f(): pass
async def g(n):
    f()
async def main():
    await g(1)
    asyncio.sleep(1)
    [f() for _ in range(2)]
asyncio.run(main())
f()
