import asyncio, weakref, gc
class L(asyncio.Lock):
    def __del__(self): print("lock gone")
class Q(asyncio.Queue):
    def __del__(self): print("queue gone")
class E(asyncio.Event):
    def __del__(self): print("event gone")
class S(asyncio.Semaphore):
    def __del__(self): print("sem gone")
async def use(l, q, e, s):
    async with l: await asyncio.sleep(0)
    async with s: await q.put(1)
    await e.wait()
async def main():
    l, q, e, s = L(), Q(), E(), S(1)
    t = [asyncio.create_task(use(l, q, e, s)) for _ in range(3)]
    await asyncio.sleep(0.005); e.set(); await asyncio.gather(*t)
    del t; print("del"); del l; print(1); del q; print(2); del e; print(3); del s; print(4)
    await asyncio.sleep(0); print("end")
asyncio.run(main())
