import asyncio, sys
async def g():
    try: yield 1; yield 2
    finally: print("fin")
print(sys.get_asyncgen_hooks())
async def main():
    h = sys.get_asyncgen_hooks(); print(h.firstiter.__qualname__, h.finalizer.__qualname__, h.firstiter.__self__ is asyncio.get_running_loop()); a = g(); print(a.__name__, a.ag_running, await a.__anext__()); del a; await asyncio.sleep(0); await asyncio.sleep(0)
    sys.set_asyncgen_hooks(firstiter=lambda a: print("first", a.__name__), finalizer=lambda a: print("final")); b = g(); await b.__anext__(); del b; sys.set_asyncgen_hooks(*h)
    async for x in g(): break
    c = g(); await c.asend(None); 
    try: await c.athrow(ValueError("t"))
    except ValueError as e: print("thrown", e)
    d = g(); await d.__anext__(); await d.aclose(); print(d.ag_frame); e = g(); await e.__anext__(); k.append(e)
k = []
asyncio.run(main()); print(k[0].ag_frame is None, sys.get_asyncgen_hooks())
