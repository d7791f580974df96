import asyncio
def h(loop, ctx): print(sorted(ctx), ctx["message"], ctx.get("exception"), type(ctx.get("handle")), type(ctx.get("task")), ctx.get("source_traceback") is None)
async def lost(): await asyncio.get_running_loop().create_future()
async def bad(): raise ValueError("b")
async def main():
    loop = asyncio.get_running_loop(); loop.set_exception_handler(h); loop.call_soon(lambda: 1/0); t = asyncio.create_task(bad()); await asyncio.sleep(0.01); del t
    asyncio.create_task(lost()); await asyncio.sleep(0); import gc; gc.collect(); f = loop.create_future(); f.set_exception(KeyError(1)); del f
    def raising(loop, ctx): raise RuntimeError("in handler")
    loop.set_exception_handler(raising); loop.call_soon(lambda: 1/0); await asyncio.sleep(0)
    try: loop.set_exception_handler(3)
    except TypeError as e: print(e)
    print(loop.get_exception_handler() is raising); loop.set_exception_handler(None); loop.call_soon(lambda: [][1]); await asyncio.sleep(0.001)
    loop.default_exception_handler({"message": "dflt", "exception": ValueError(3), "asyncgen": 3})
asyncio.run(main()); asyncio.run(main(), debug=True)
