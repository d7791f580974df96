import asyncio
async def f(): return 1
loop = asyncio.new_event_loop()
print(loop.run_until_complete(f())); loop.stop(); loop.run_forever(); print(loop.run_until_complete(f()))
async def nested():
    c = f()
    for g in (lambda: loop.run_until_complete(c), lambda: loop.run_forever(), lambda: asyncio.run(c), lambda: loop.close(), lambda: asyncio.new_event_loop().run_until_complete(c)):
        try: g()
        except RuntimeError as e: print(e)
    c.close()
loop.run_until_complete(nested())
fut = loop.create_future(); loop.call_soon(loop.stop)
try: loop.run_until_complete(fut)
except RuntimeError as e: print(e)
loop.close(); loop.close()
for g in (lambda: loop.call_soon(print), lambda: loop.run_forever(), lambda: loop.call_later(1, print), lambda: loop.call_soon_threadsafe(print), lambda: loop.run_in_executor(None, print), lambda: loop.create_task(c2)):
    c2 = f()
    try: g()
    except RuntimeError as e: print(e)
    c2.close()
other = asyncio.new_event_loop(); of = other.create_future()
async def cross():
    try: await of
    except RuntimeError as e: print(str(e)[:4], "attached to a different loop" in str(e))
asyncio.run(cross()); other.close(); print(loop, other)
async def y():
    class B:
        def __await__(self): yield 5
    try: await B()
    except RuntimeError as e: print(e)
asyncio.run(y())
for bad in (3, f, [], None):
    try: asyncio.run(bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
