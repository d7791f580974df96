import asyncio, builtins, sys, time, os, struct, threading
builtins.len = builtins.type = builtins.id = builtins.isinstance = builtins.getattr = lambda *a: 1/0
async def w(n): await asyncio.sleep(0.001); print(n)
async def main(): t = asyncio.create_task(w(1)); await t; l = asyncio.Lock(); await l.acquire(); l.release()
try: asyncio.run(main())
except ZeroDivisionError: print("zde")
