import atexit, asyncio, sys, threading
atexit.register(print, "first registered")
atexit.register(lambda: 1/0)
@atexit.register
def last():
    async def f(): await asyncio.sleep(0.001); return "in atexit"
    print(asyncio.run(f()))
asyncio.run(asyncio.sleep(0))
sys.exit(4)
