import asyncio
class L(asyncio.Lock):
    __slots__ = ()
    def __init__(self): super().__init__(); self.n = 0
    async def acquire(self): self.n += 1; return await super().acquire()
class E(asyncio.Event):
    def __init__(self, x): self.x = x; super().__init__()
    def set(self): print("set", self.x); super().set()
class Q(asyncio.Queue):
    def _init(self, maxsize): self._queue = []; print("init", maxsize)
    def _get(self): return self._queue.pop()
    def _put(self, x): self._queue.append(x)
class S(asyncio.Semaphore):
    @property
    def value(self): return self._value
class P(asyncio.PriorityQueue):
    def __init__(self, *a, **k): print(a, k); super().__init__(*a, **k)
async def main():
    l = L(); 
    async with l: print(l, l.n)
    e = E(3); e.set(); await e.wait(); q = Q(); q.put_nowait(1); q.put_nowait(2); print(await q.get(), q)
    s = S(2)
    async with s: print(s.value, s)
    p = P(maxsize=3); await p.put(3); await p.put(1); print(await p.get(), repr(p)[:14])
asyncio.run(main())
