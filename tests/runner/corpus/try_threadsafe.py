import asyncio, threading, time
async def w(n): await asyncio.sleep(0.001); return n * 2
async def bad(): raise ValueError("from loop")
async def main():
    loop = asyncio.get_running_loop()
    def th():
        print(asyncio.run_coroutine_threadsafe(w(4), loop).result())
        f = asyncio.run_coroutine_threadsafe(bad(), loop)
        try: f.result()
        except ValueError as e: print(repr(e))
        f = asyncio.run_coroutine_threadsafe(asyncio.sleep(5), loop)
        time.sleep(0.01); print(f.cancel()); loop.call_soon_threadsafe(print, "soon")
        loop.call_soon_threadsafe(ev.set)
    ev = asyncio.Event(); t = threading.Thread(target=th); t.start(); await ev.wait(); t.join()
    c = w(1)
    await asyncio.to_thread(lambda: print(threading.current_thread().name))
    try: asyncio.run_coroutine_threadsafe(5, loop)
    except TypeError as e: print(e)
    c.close()
asyncio.run(main())
