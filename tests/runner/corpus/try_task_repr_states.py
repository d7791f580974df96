import asyncio
async def w(): await asyncio.sleep(0.001)
async def bad(): raise ValueError("v")
async def main():
    F = lambda x: repr(x).replace(__file__, "F")
    t = asyncio.create_task(w(), name="one"); print(F(t)); await asyncio.sleep(0); print(F(t)); t.cancel(); print(F(t))
    await asyncio.wait([t]); print(F(t))
    t = asyncio.create_task(bad()); await asyncio.wait([t]); print(F(t), F(t.exception()))
    t = asyncio.create_task(w()); t.add_done_callback(print); print(F(t)); t.remove_done_callback(print); await t; print(F(t), t.get_stack(), F(t.get_coro()))
    print(F(asyncio.current_task()))
    f = asyncio.get_running_loop().create_future(); print(F(f)); f.add_done_callback(print); print(F(f)); f.remove_done_callback(print); f.cancel("m"); print(F(f))
    f = asyncio.get_running_loop().create_future(); f.set_result("x" * 500); print(F(f))
    g = asyncio.gather(w(), w()); print(F(g)); await g
asyncio.run(main())
