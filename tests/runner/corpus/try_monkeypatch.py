import asyncio, time, builtins
orig = asyncio.sleep
async def sleep(d, r=None): print("patched sleep", d); return await orig(0, r)
asyncio.sleep = sleep
oh = asyncio.Handle._run
def run(self): runs.append(1); return oh(self)
runs = []
asyncio.Handle._run = run
async def main(): await asyncio.sleep(100); await asyncio.gather(sleep(5), sleep(6)); asyncio.get_running_loop().call_later(0, print, "later"); await orig(0.001)
asyncio.run(main()); print(len(runs) > 3); asyncio.Handle._run = oh
oc = asyncio.BaseEventLoop.call_soon
def cs(self, cb, *a, context=None): calls.append(cb); return oc(self, cb, *a, context=context)
calls = []; asyncio.BaseEventLoop.call_soon = cs; asyncio.run(main()); print(len(calls) > 2)
