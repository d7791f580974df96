import asyncio, contextlib
@contextlib.asynccontextmanager
async def cm(n):
    print("enter", n)
    try: yield n
    except ValueError as e: print("swallow", e)
    finally: print("exit", n)
async def main():
    async with cm(1) as x: raise ValueError(x)
    async with contextlib.AsyncExitStack() as s: await s.enter_async_context(cm(2)); s.push_async_callback(asyncio.sleep, 0); 
    async with contextlib.aclosing(gen()) as g:
        async for v in g: print(v); break
    try:
        async with cm(3): raise KeyError("k")
    except KeyError as e: import traceback; print("".join(traceback.format_exception(e)).replace(__file__, "F"))
    c = cm(4); await c.__aenter__()
    try: await c.__aexit__(StopAsyncIteration, StopAsyncIteration("x"), None)
    except BaseException as e: print(type(e).__name__, e)
async def gen():
    try: yield 1; yield 2
    finally: await asyncio.sleep(0); print("gen closed")
asyncio.run(main())
