import asyncio, warnings
warnings.simplefilter("always")
def note(m, *a, **k): print(m.category.__name__ if hasattr(m, "category") else m)
async def co(): return 1
async def main():
    asyncio.iscoroutinefunction(co) if hasattr(asyncio, "iscoroutinefunction") else None
    t = asyncio.create_task(co()); 
    await t
    loop = asyncio.get_running_loop()
    t = asyncio.create_task(asyncio.sleep(5))
    await asyncio.sleep(0)
    t.cancel("m")
    try: await t
    except asyncio.CancelledError as e: print(e.args)
asyncio.run(main())
try: asyncio.get_event_loop()
except RuntimeError as e: print(e)
try: print(asyncio.get_event_loop_policy().__class__.__name__)
except RuntimeError as e: print(e)
try:
    asyncio.set_event_loop(None); print(asyncio.get_event_loop())
except RuntimeError as e: print(e)
