import asyncio
async def main(): raise ValueError("snow ☃ \ud800 tab\t nul\0")
asyncio.run(main())
