import asyncio
async def slow():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("while cancelled")
async def main():
    try: await asyncio.wait_for(slow(), 0.01)
    except ValueError as e: print(repr(e), repr(e.__context__))
    await asyncio.wait_for(asyncio.sleep(10), 0.01)
asyncio.run(main())
