import asyncio
def depth(tb):
    n = []
    while tb: n.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
    return n
async def inner(): await asyncio.sleep(0); raise ValueError("x")
async def mid(): await inner()
def cb(): raise KeyError
async def main():
    try: await mid()
    except ValueError as e: print(depth(e.__traceback__), e.__context__, e.__cause__)
    try: await asyncio.create_task(mid())
    except ValueError as e: print(depth(e.__traceback__))
    try: await asyncio.gather(mid())
    except ValueError as e: print(depth(e.__traceback__))
    try: await asyncio.wait_for(mid(), 1)
    except ValueError as e: print(depth(e.__traceback__))
    t = asyncio.create_task(mid()); await asyncio.wait([t]); print(depth(t.exception().__traceback__))
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: print(depth(c["exception"].__traceback__)))
    loop.call_soon(cb); await asyncio.sleep(0)
    try: await asyncio.to_thread(int, "x")
    except ValueError as e: print(depth(e.__traceback__))
    try: await loop.run_in_executor(None, cb)
    except KeyError as e: print(depth(e.__traceback__))
try: asyncio.run(mid())
except ValueError as e: print(depth(e.__traceback__))
asyncio.run(main())
