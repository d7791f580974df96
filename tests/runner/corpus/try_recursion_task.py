import asyncio
def f(n): return f(n + 1)
async def main():
    await asyncio.sleep(0)
    t = asyncio.create_task(asyncio.to_thread(f, 1))
    try: await t
    except RecursionError as e:
        n, tb = 0, e.__traceback__
        while tb: n += 1; tb = tb.tb_next
        print(n)
    f(1)
asyncio.run(main())
