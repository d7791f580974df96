import asyncio, os, sys
async def main():
    print("unflushed")
    sys.stderr.write("err\n")
    await asyncio.sleep(0)
    os._exit(23)
asyncio.run(main())
