import asyncio, sys
async def main():
    await asyncio.create_task(sub())
async def sub(): sys.exit(4)
asyncio.run(main())
