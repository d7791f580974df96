import asyncio
async def w(): await asyncio.sleep(0.001)
def make(): return asyncio.create_task(w(), name="one")
async def main():
    F = lambda x: repr(x).replace(__file__, "F")
    t = make(); print(F(t)); await asyncio.sleep(0); print(F(t))
    f = asyncio.get_running_loop().create_future(); print(F(f), f._source_traceback[-1].lineno, len(f._source_traceback))
    h = asyncio.get_running_loop().call_soon(print); print(F(h)); h.cancel(); print(F(h), len(t._source_traceback), [x.name for x in t._source_traceback])
    h = asyncio.get_running_loop().call_later(5, print); print([x.name for x in h._source_traceback]); h.cancel()
    await t
asyncio.run(main(), debug=True)
