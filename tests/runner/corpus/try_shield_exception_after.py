import asyncio, gc
async def w(): await asyncio.sleep(0.005); raise ValueError("inner")
async def main():
    o = asyncio.ensure_future(asyncio.shield(w()))
    await asyncio.sleep(0); o.cancel()
    try: await o
    except asyncio.CancelledError: print("x")
    await asyncio.sleep(0.02); gc.collect()
asyncio.run(main())
