import asyncio, signal, os, sys
async def main(where):
    loop = asyncio.get_running_loop()
    if where == 0: os.kill(os.getpid(), signal.SIGINT); await asyncio.sleep(1)
    if where == 1: loop.call_soon(os.kill, os.getpid(), signal.SIGINT); await asyncio.sleep(1)
    if where == 2: loop.call_later(0.01, os.kill, os.getpid(), signal.SIGINT); await asyncio.sleep(5)
    if where == 3:
        try: os.kill(os.getpid(), signal.SIGINT); await asyncio.sleep(1)
        except asyncio.CancelledError as e: print("cancelled", e.args, asyncio.current_task().cancelling()); return 5
    if where == 4: raise KeyboardInterrupt("mine")
    if where == 5:
        async def w(): raise KeyboardInterrupt("in task")
        await asyncio.create_task(w())
    if where == 6: loop.call_soon(lambda: (_ for _ in ()).throw(KeyboardInterrupt("cb"))); await asyncio.sleep(1)
    if where == 7:
        async with asyncio.TaskGroup() as g: g.create_task(asyncio.sleep(9)); os.kill(os.getpid(), signal.SIGINT); await asyncio.sleep(3)
    if where == 8: raise SystemExit(3)
    if where == 9: await asyncio.gather(asyncio.sleep(9), main(4))
for w in range(10):
    try: print(w, asyncio.run(main(w)))
    except BaseException as e: print(w, type(e).__name__, e.args, type(e.__context__).__name__, type(e.__cause__).__name__)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
