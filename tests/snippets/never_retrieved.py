import asyncio
async def fails():
    raise ValueError("lost")
async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    print("main ends")
asyncio.run(main())
