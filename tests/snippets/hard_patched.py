import asyncio, builtins, json, os, time
real = time.monotonic
class Bad:
    def __getattr__(self, name): raise RuntimeError("patched: " + name)
def bad(*args, **kwargs): raise RuntimeError("patched")
json.dumps = json.JSONEncoder = bad
time.time = time.monotonic_ns = time.perf_counter_ns = bad
os.write = os.getpid = bad
async def child(n):
    await asyncio.sleep(0.001)
    return n
async def fake_gather(*coros): return [await c for c in coros]
async def main():
    asyncio.gather = fake_gather
    builtins.hash = builtins.sorted = builtins.dict = bad
    print(await asyncio.gather(child(1), child(2)))
    lock = asyncio.Lock()
    async with lock: await asyncio.create_task(child(3))
asyncio.run(main())
print("end")
