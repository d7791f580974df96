import sys, asyncio, traceback
def hook(t, v, tb):
    print("HOOK", t.__name__, v)
    print([f.name for f in traceback.extract_tb(tb)])
    n = 0
    while tb: n += 1; tb = tb.tb_next
    print("depth", n)
sys.excepthook = hook
async def main():
    await asyncio.sleep(0)
    raise LookupError("to the hook")
asyncio.run(main())
