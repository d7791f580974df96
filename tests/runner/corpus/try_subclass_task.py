import asyncio
class T(asyncio.Task):
    def __init__(self, coro, **k): self.k = sorted(k); super().__init__(coro, **k)
    def get_name(self): print("get_name asked"); return "mine"
    def cancelling(self): print("cancelling asked"); return 0
    def done(self): print("done asked"); return super().done()
    def __eq__(self, o): print("eq asked"); return self is o
    def __hash__(self): return id(self) >> 4
    def __repr__(self): print("repr asked"); return "<T>"
    def cancel(self, *a, **k): print("cancel asked", a, k); return super().cancel(*a, **k)
    def uncancel(self): print("uncancel"); return super().uncancel()
    @property
    def _weird(self): 1/0
    def __del__(self): print("del"); super().__del__()
async def w(): await asyncio.sleep(0.001)
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda l, c, **k: T(c, loop=l, **k))
    t = loop.create_task(w(), name="n"); print(t.k); await t
    t = asyncio.create_task(w()); await asyncio.sleep(0); t.cancel("m")
    try: await t
    except asyncio.CancelledError as e: print(e.args)
    r = await asyncio.gather(w(), w()); print(r); loop.set_task_factory(None)
asyncio.run(main())
