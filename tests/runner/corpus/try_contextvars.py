import asyncio, contextvars
v = contextvars.ContextVar("v", default="d")
async def w(n): print(n, v.get()); v.set(n); await asyncio.sleep(0); print(n, v.get())
async def agen():
    v.set("gen"); yield v.get(); yield v.get()
async def main():
    v.set("main"); loop = asyncio.get_running_loop()
    await asyncio.gather(w(1), w(2)); await w(3); print(v.get())
    ctx = contextvars.copy_context(); ctx.run(v.set, "ctx")
    await asyncio.create_task(w(4), context=ctx); print(ctx[v], v.get())
    loop.call_soon(lambda: print("soon", v.get()), context=ctx); loop.call_later(0.3, lambda: print("later", v.get()))
    f = loop.create_future(); f.add_done_callback(lambda f: print("cb", v.get()), context=ctx); f.set_result(1)
    print(await asyncio.to_thread(v.get)); await asyncio.sleep(0.6)
    async for x in agen(): print(x, v.get()); v.set("changed")
    print(list(contextvars.copy_context().items()))
    async with asyncio.TaskGroup() as g: g.create_task(w(5), context=ctx)
    print(ctx[v]); print(len(ctx))
asyncio.run(main())
