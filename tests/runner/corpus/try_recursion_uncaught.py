import asyncio
async def a(n): await a(n + 1)
asyncio.run(a(0))
