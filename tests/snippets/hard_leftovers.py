import asyncio, warnings, sys
async def never(): pass
async def forever(): await asyncio.get_running_loop().create_future()
async def stubborn():
    while True:
        try: await asyncio.sleep(10)
        except asyncio.CancelledError: print("no"); return
async def main():
    never()
    x = [never(), never()]
    asyncio.create_task(stubborn(), name="s")
    await asyncio.sleep(0)
    t = asyncio.create_task(forever())
    await asyncio.sleep(0)
    print(repr(t).replace(__file__, "FILE"))
    del x
    return 5
loop = asyncio.new_event_loop()
print(loop.run_until_complete(main()))
print(sorted(t.get_name() for t in asyncio.all_tasks(loop)))
for task in asyncio.all_tasks(loop): task.cancel()
loop.run_until_complete(asyncio.sleep(0))
loop.close()
print(asyncio.run(main()))
warnings.simplefilter("error")
never()
print("x")
