import asyncio
async def main():
    try: raise SystemExit(3)
    finally:
        await asyncio.sleep(0.001)
        print("slept in finally")
asyncio.run(main())
