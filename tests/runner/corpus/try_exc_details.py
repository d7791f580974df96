import asyncio, traceback, sys
async def a(): raise ValueError("a")
async def b():
    try: await a()
    except ValueError as e: raise KeyError("b") from e
async def c():
    t = asyncio.create_task(b(), name="tb"); await t
async def main():
    try: await c()
    except KeyError as e: print(traceback.format_exc()); print(len(traceback.extract_tb(e.__traceback__)), [f.name for f in traceback.extract_tb(e.__traceback__)], [f.name for f in traceback.extract_tb(e.__cause__.__traceback__)])
    try: await asyncio.wait_for(b(), 1)
    except KeyError: traceback.print_exc(limit=2); traceback.print_exc(limit=-1); traceback.print_exc(chain=False)
    r = await asyncio.gather(a(), b(), return_exceptions=True); print([[f.name for f in traceback.extract_tb(e.__traceback__)] for e in r])
    te = traceback.TracebackException.from_exception(r[1], capture_locals=True, compact=True); print(len(list(te.format())), te.stack[0].locals)
    loop = asyncio.get_running_loop(); loop.call_soon(lambda: traceback.print_stack()); await asyncio.sleep(0)
asyncio.run(main())
try: asyncio.run(b())
except KeyError as e:
    tb, n = e.__traceback__, []
    while tb: n.append((tb.tb_frame.f_code.co_name, tb.tb_frame.f_code.co_filename.rpartition("/")[2])); tb = tb.tb_next
    print(n)
