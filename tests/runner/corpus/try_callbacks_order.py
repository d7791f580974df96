import asyncio
log = []
async def main():
    loop = asyncio.get_running_loop(); f = loop.create_future()
    for i in range(3): f.add_done_callback(lambda _, i=i: log.append(i))
    loop.call_soon(log.append, "s1"); loop.call_later(0, log.append, "l0"); loop.call_later(-1, log.append, "neg"); loop.call_at(0, log.append, "at0"); t = asyncio.create_task(asyncio.sleep(0)); t.add_done_callback(lambda t: log.append("td")); f.set_result(1); print(f.remove_done_callback(print), f); loop.call_soon_threadsafe(log.append, "ts"); await asyncio.sleep(0); await asyncio.sleep(0); await asyncio.sleep(0.001); print(log)
    import math
    for w in (math.inf, math.nan, 1e300, "x", None):
        try: h = loop.call_later(w, print); print(w, h.cancelled()); h.cancel()
        except BaseException as e: print(w, type(e).__name__, e)
    await asyncio.sleep(-5); await asyncio.sleep(True * 0.001); print(await asyncio.sleep(0, "r"))
    try: await asyncio.sleep(math.nan)
    except ValueError as e: print(e)
asyncio.run(main())
