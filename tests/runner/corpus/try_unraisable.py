import sys, asyncio, gc
class A:
    def __del__(self): raise ValueError("in del")
async def main():
    a = A()
    del a
    await asyncio.sleep(0)
    def hook(u): print("hook", type(u.exc_value).__name__, u.err_msg, u.object.__qualname__)
    sys.unraisablehook = hook
    A()
    async def g():
        try: yield 1
        finally: raise KeyError("gen close")
    x = g()
    await x.__anext__()
    del x
    gc.collect()
    await asyncio.sleep(0.01)
asyncio.run(main())
