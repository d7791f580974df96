import asyncio, os, sys
async def main():
    print("one", flush=True)
    await asyncio.sleep(0)
    sys.stdout.close()
    try:
        print("two")
    except ValueError as error:
        print(error, file=sys.stderr)
    await asyncio.sleep(0)
    os.close(1)
    os.close(2)
    await asyncio.sleep(0.001)
asyncio.run(main())
sys.exit(3)
