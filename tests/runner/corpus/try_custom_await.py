import asyncio
class A:
    def __init__(self, n): self.n = n
    def __await__(self):
        for _ in range(self.n): yield
        return self.n
class It:
    def __await__(self): return iter([None, None])
class Fut:
    _asyncio_future_blocking = False
    def __init__(self, f): self.f = f
    def __getattr__(self, n): return getattr(self.f, n)
    def __await__(self): return (yield from self.f)
async def main():
    print(await A(0), await A(3), await It()); f = asyncio.get_running_loop().create_future(); asyncio.get_running_loop().call_soon(f.set_result, 9); print(await Fut(f)); print(await asyncio.gather(A(1), A(2)), await asyncio.wait_for(A(1), 1), await asyncio.shield(A(2)))
    class Bad:
        def __await__(self): return 3
    try: await Bad()
    except TypeError as e: print(e)
    class Proxy:
        def __init__(self, c): self.c = c
        def __await__(self): return self
        def __next__(self): return self.c.send(None)
        def send(self, v): return self.c.send(v)
        def throw(self, *a): return self.c.throw(*a)
        def close(self): return self.c.close()
    print(await Proxy(asyncio.sleep(0, "p"))); t = asyncio.create_task(px(Proxy(asyncio.sleep(5)))); await asyncio.sleep(0); t.cancel(); print((await asyncio.gather(t, return_exceptions=True))[0].__class__.__name__)
async def px(p): await p
asyncio.run(main())
