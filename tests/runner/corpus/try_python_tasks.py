import asyncio
asyncio.Task = asyncio.tasks.Task = asyncio.tasks._PyTask; asyncio.Future = asyncio.futures.Future = asyncio.futures._PyFuture
async def w(n): await asyncio.sleep(0.001); return n
async def bad(): raise ValueError("py")
async def main():
    print(type(asyncio.current_task())); print(await asyncio.gather(w(1), w(2)))
    t = asyncio.create_task(bad(), name="bad"); await asyncio.sleep(0); await asyncio.sleep(0)
    try: await t
    except ValueError as e:
        import traceback; traceback.print_exc()
    asyncio.create_task(bad(), name="unseen"); await asyncio.sleep(0.01)
    await bad()
asyncio.run(main())
