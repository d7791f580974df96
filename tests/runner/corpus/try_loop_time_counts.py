import asyncio
class L(asyncio.SelectorEventLoop):
    iters = times = 0
    def _run_once(self): L.iters += 1; super()._run_once()
    def time(self): L.times += 1; return super().time()
async def w(n):
    for _ in range(n): await asyncio.sleep(0)
async def main():
    q = asyncio.Queue(1)
    async def p():
        for i in range(10): await q.put(i)
    t = asyncio.create_task(p())
    print([await q.get() for _ in range(10)])
    await asyncio.gather(w(10), w(20))
    await asyncio.to_thread(int)
with asyncio.Runner(loop_factory=L) as r: r.run(main())
print(L.iters, L.times > 0)
