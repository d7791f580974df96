import asyncio
async def w(n):
    await asyncio.sleep(n / 100)
    if n == 5: raise ValueError(n)
    return n
async def main():
    for c in asyncio.as_completed([w(20), w(5), w(1)]):
        try: print(await c)
        except ValueError as e: print("E", e)
    try:
        for c in asyncio.as_completed([w(1000)], timeout=0.01): await c
    except TimeoutError as e:
        import traceback; traceback.print_exc()
    for c in asyncio.as_completed([w(5)]): await c
asyncio.run(main())
