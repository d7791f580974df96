import asyncio
async def w():
    try: await asyncio.sleep(1)
    except asyncio.CancelledError as e: print("w", e.args, asyncio.current_task().cancelling(), asyncio.current_task().uncancel()); raise
async def outer(t): await t
async def main():
    t = asyncio.create_task(w()); o = asyncio.create_task(outer(t)); await asyncio.sleep(0); print(o.cancel("why"), t.cancelled()); 
    try: await o
    except asyncio.CancelledError as e: print(e.args, e.__context__ and e.__context__.args)
    print(t, o, o.cancel("again"), t.cancelling())
    f = asyncio.get_running_loop().create_future(); f.cancel("f")
    try: await f
    except asyncio.CancelledError as e: print(e.args)
    s = asyncio.shield(asyncio.create_task(asyncio.sleep(0.01, "inner"))); s.cancel("s"); print(s)
    me = asyncio.current_task(); me.cancel("self")
    try: await asyncio.sleep(0)
    except asyncio.CancelledError as e: print(e.args, me.uncancel())
    g = asyncio.gather(w(), w()); await asyncio.sleep(0); g.cancel("g")
    try: await g
    except asyncio.CancelledError as e: print(e.args)
asyncio.run(main())
