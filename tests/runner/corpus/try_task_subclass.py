import asyncio
class T(asyncio.Task):
    def __init__(s, *a, **k): super().__init__(*a, **k); s.extra = 1
    def cancel(s, msg=None): print("cancel", msg); return super().cancel(msg)
    def set_name(s, n): print("name", n); super().set_name(n)
class F(asyncio.Future):
    def set_result(s, r): print("set", r); super().set_result(r)
async def w(): await F()
async def main():
    loop = asyncio.get_running_loop(); loop.set_task_factory(lambda l, c, **k: T(c, loop=l, **k))
    t = asyncio.create_task(w(), name="sub"); await asyncio.sleep(0); print(repr(t).replace(__file__, "FILE").split(" wait_for")[0]); t._fut_waiter.set_result(4); await t
    t = asyncio.create_task(w()); await asyncio.sleep(0); t.cancel("bye"); await t
asyncio.run(main())
