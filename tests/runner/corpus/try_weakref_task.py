import asyncio, weakref, gc
class R:
    def __del__(self): print("R gone")
async def w(r): await asyncio.sleep(0.001)
async def main():
    t = asyncio.create_task(w(R())); ref = weakref.ref(t, lambda r: print("task gone")); await t
    print(ref() is t); del t; print(ref())
    t = asyncio.create_task(w(R())); r = weakref.ref(t); await asyncio.sleep(0); t.cancel(); 
    try: await t
    except asyncio.CancelledError: print("c")
    del t; await asyncio.sleep(0); print(r() is None)
    async def lost(): await asyncio.get_running_loop().create_future()
    r = weakref.ref(asyncio.create_task(lost(), name="lost")); await asyncio.sleep(0); print("before collect", r() is None); gc.collect(); print(r() is None)
    f = asyncio.get_running_loop().create_future(); r = weakref.ref(f); f.set_result(R()); await f; del f; print(r())
    async def fails(): x = R(); raise ValueError("v")
    t = asyncio.create_task(fails()); await asyncio.sleep(0); print("failed"); del t; print("after del")
    h = asyncio.get_running_loop().call_soon(lambda r: None, R()); del h; await asyncio.sleep(0); print("handle gone")
    h = asyncio.get_running_loop().call_later(0.001, lambda r: None, R()); h.cancel(); print("cancelled"); del h
    await asyncio.sleep(0.01)
asyncio.run(main())
