import asyncio, gc
async def lost():
    await asyncio.get_running_loop().create_future()
async def main():
    asyncio.create_task(lost())
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)
    print("end")
asyncio.run(main())
