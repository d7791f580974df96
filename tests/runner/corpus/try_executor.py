import asyncio, concurrent.futures as cf, threading, os
def sq(x): return x * x
def bad(): raise ValueError("in pool")
async def main():
    loop = asyncio.get_running_loop()
    with cf.ThreadPoolExecutor(2, thread_name_prefix="P") as p:
        print(await asyncio.gather(*(loop.run_in_executor(p, sq, i) for i in range(5))))
        print(await loop.run_in_executor(p, lambda: threading.current_thread().name[:2]))
    print(await loop.run_in_executor(None, lambda: threading.current_thread().name))
    loop.set_default_executor(cf.ThreadPoolExecutor(1, "D")); print(await asyncio.to_thread(lambda: threading.current_thread().name))
    try: loop.set_default_executor(5)
    except TypeError as e: print(e)
    f = cf.Future(); w = asyncio.wrap_future(f); loop.call_later(0.001, f.set_result, 3); print(await w, f)
    await loop.run_in_executor(None, bad)
asyncio.run(main())
