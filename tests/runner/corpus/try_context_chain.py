import asyncio
def chain(e):
    r = []
    while e is not None: r.append(type(e).__name__ + ("*" if e.__cause__ else "") + ("s" if e.__suppress_context__ else "")); e = e.__cause__ or e.__context__
    return r
async def w():
    try: await asyncio.sleep(1)
    except asyncio.CancelledError:
        try: 1/0
        finally: {}["k"]
async def main():
    try:
        async with asyncio.timeout(0.001): await w()
    except BaseException as e: print(chain(e))
    try:
        async with asyncio.timeout(0.001): await asyncio.sleep(1)
    except BaseException as e: print(chain(e))
    try: await asyncio.wait_for(asyncio.sleep(1), 0.001)
    except BaseException as e: print(chain(e))
    t = asyncio.create_task(w()); await asyncio.sleep(0); t.cancel()
    try: await t
    except BaseException as e: print(chain(e))
    try:
        try: raise OSError
        except OSError: await asyncio.create_task(w2())
    except BaseException as e: print(chain(e))
    try:
        try: raise OSError
        except OSError: t = asyncio.create_task(w2()); await asyncio.sleep(0); 1/0
    except BaseException as e: print(chain(e), chain(t.exception()))
async def w2(): raise ValueError
asyncio.run(main())
