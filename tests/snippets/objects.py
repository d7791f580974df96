import asyncio
async def gen():
    try:
        for i in range(5): yield i; await asyncio.sleep(0)
    finally: print("closed")
async def main():
    async for x in gen():
        print(x)
        if x == 2: break
    try:
        async with asyncio.timeout(0.01): await asyncio.Event().wait()
    except TimeoutError: print("timeout")
    t = asyncio.create_task(asyncio.sleep(5)); await asyncio.sleep(0); t.cancel("msg")
    try: await t
    except asyncio.CancelledError as e: print(repr(e), t)
    lock = asyncio.Lock(); print(lock); await lock.acquire(); print(lock.locked(), vars(lock).keys())
    print(asyncio.all_tasks() == {asyncio.current_task()})
asyncio.run(main())
