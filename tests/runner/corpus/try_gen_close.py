import types, asyncio
def gen():
    try:
        while True: print("got", (yield))
    except GeneratorExit: print("exit"); raise
    finally: print("fin")
@types.coroutine
def co(): x = yield; return x
async def w():
    try: await co()
    except GeneratorExit: print("w exit"); raise
    finally: print("w fin")
g = gen(); next(g); g.send(1); del g
c = w(); print(c.send(None), c.cr_await.__name__, c.cr_running, c.cr_suspended if hasattr(c, "cr_suspended") else 0); c.close(); c = w(); c.send(None); del c; c = w(); c.send(None)
try: c.throw(KeyError("k"))
except KeyError as e: print(e)
try: c.send(None)
except RuntimeError as e: print(e)
async def stubborn():
    try: await co()
    except GeneratorExit: await co()
s = stubborn(); s.send(None)
try: s.close()
except RuntimeError as e: print(e)
async def main():
    t = asyncio.create_task(w())
    try: await t
    except BaseException as e: print(type(e), e)
asyncio.run(main())
