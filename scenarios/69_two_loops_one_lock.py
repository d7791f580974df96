"""Two loops and one lock

Each `asyncio.run` makes a new loop. A lock, an event or a queue belongs to the loop in which a
task first had to wait for it. In another loop it refuses as soon as somebody has to wait.

A lock that nobody had to wait for belongs to no loop yet. So the mistake may stay hidden until
the first real contention.

Level: 5
Unit: Under the hood
Concepts: asyncio.run, Lock, event loop
Ask: The same program runs twice, with the same lock. Does the second run work?
Aha: No: RuntimeError. In the first run a task had to wait, and that bound the lock to the first
  loop, which is closed now.
Try: Start only one worker in each run. Why is there no error now?
Make: Mend it: one lock for each run, made inside main.
Next: eager
"""
import asyncio

lock = asyncio.Lock()           #: made outside of any loop

async def worker(name):
    async with lock:
        await asyncio.sleep(1)
    print(name, "done")

async def main():
    await asyncio.gather(worker("A"), worker("B"))

asyncio.run(main())
print("once more")              #? next
try:
    asyncio.run(main())
except RuntimeError as error:
    print("RuntimeError:", error)
#= has "A done"
#= has "once more"
#= has "is bound to a different event loop"
#= at "once more" 2.0
