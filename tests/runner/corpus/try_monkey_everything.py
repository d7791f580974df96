import asyncio, time, builtins, os, json, sys, threading
real = time.monotonic
time.monotonic = lambda: real(); os.write = None; json.dumps = None; builtins.id = lambda x: 1; builtins.len_ = len; time.time = lambda: 5.0; sys._getframe_ = sys._getframe
old = asyncio.BaseEventLoop.call_soon
def cs(self, cb, *a, context=None): n.append(1); return old(self, cb, *a, context=context)
n = []; asyncio.BaseEventLoop.call_soon = cs
oldrun = asyncio.events.Handle._run
def run(self): n.append(2); return oldrun(self)
asyncio.events.Handle._run = run
async def w(): await asyncio.sleep(0.001); return 1
async def main(): print(await asyncio.gather(w(), w()), await asyncio.wait_for(w(), 1), await asyncio.to_thread(lambda: 3))
asyncio.run(main()); print(sum(1 for x in n if x == 1) > 3, sum(1 for x in n if x == 2) > 3)
asyncio.BaseEventLoop.call_soon = old; asyncio.events.Handle._run = oldrun; asyncio.run(main())
asyncio.sleep = None; asyncio.tasks.Task = None; asyncio.Lock = None; print("end")
