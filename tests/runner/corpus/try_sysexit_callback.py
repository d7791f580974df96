import asyncio, sys
async def main():
    asyncio.get_running_loop().call_soon(sys.exit, 7)
    try: await asyncio.sleep(5)
    finally: print("finally")
asyncio.run(main())
