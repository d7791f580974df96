import asyncio, sys
def d(n):
    try: return d(n + 1)
    except RecursionError: return n
async def ad(n):
    try: return await ad(n + 1)
    except RecursionError: return n
print(sys.getrecursionlimit(), d(0))
async def main(): print(d(0), await ad(0)); print(await asyncio.create_task(ad(0))); print(await asyncio.to_thread(d, 0))
asyncio.run(main())
sys.setrecursionlimit(200); print(d(0), sys.getrecursionlimit())
import threading
t = threading.Thread(target=lambda: print(d(0))); t.start(); t.join()
sys.setrecursionlimit(5000); print(d(0))
