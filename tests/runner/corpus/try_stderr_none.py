import sys, asyncio
sys.stderr = None
async def main(): raise ValueError("unseen")
asyncio.run(main())
