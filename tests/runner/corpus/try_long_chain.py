import asyncio
async def d(n): return await d(n - 1) if n else await asyncio.sleep(0.001, "bottom")
async def main():
    print(await d(400)); t = asyncio.create_task(d(200)); await asyncio.sleep(0); print(len(t.get_stack())); t.cancel()
    try: await t
    except asyncio.CancelledError as e:
        n, tb = 0, e.__traceback__
        while tb: n += 1; tb = tb.tb_next
        print(n)
asyncio.run(main())
