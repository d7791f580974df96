import asyncio
class L(asyncio.SelectorEventLoop):
    n = 0
    def call_later(self, d, cb, *a, **k): print("call_later", d); return super().call_later(d, cb, *a, **k)
    def call_at(self, w, cb, *a, **k): L.n += 1; return super().call_at(w, cb, *a, **k)
    def create_task(self, coro, **k): print("create", coro.__name__, sorted(k)); return super().create_task(coro, **k)
    def call_exception_handler(self, c): print("handler", c["message"]); super().call_exception_handler(c)
    def time(self): return super().time()
    def run_forever(self): print("run_forever"); super().run_forever()
    def close(self): print("close"); super().close()
async def w(): await asyncio.sleep(0.002); return 1
async def main():
    await asyncio.create_task(w()); asyncio.get_running_loop().call_soon(lambda: 1/0); await asyncio.sleep(0.001)
with asyncio.Runner(loop_factory=L) as r: r.run(main())
print(L.n)
