"""Threads or tasks?

Both let several waits overlap. With threads the system switches wherever it likes, and each
thread costs memory of its own. Tasks share one thread and change places only at an `await` that
suspends.

So tasks are cheap and their switches are in plain sight. They are no help to code that blocks.

Level: 3
Unit: Blocking
Concepts: threading, preemption, one thread
Ask: Both halves wait three times for 1 second. How many threads does each half use?
Aha: Three against one, and 1 second each. The three tasks wait in the main thread, all at once.
Try: Put `time.sleep(1)` in place of `await asyncio.sleep(1)`. How long does each half take?
Make: A thousand waiting tasks, then a thousand threads. Print how long each takes to start.
Next: call_from_thread
"""
import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

seen = set()

def in_thread():
    seen.add(threading.get_ident())
    time.sleep(1)

async def in_task():
    seen.add(threading.get_ident())
    await asyncio.sleep(1)

with ThreadPoolExecutor() as pool:  #: left when all are done
    for _ in range(3):
        pool.submit(in_thread)
print("threads:", len(seen))  #? choice: And tasks? | 1* | 3

async def main():
    seen.clear()
    await asyncio.gather(in_task(), in_task(), in_task())
    print("tasks:", len(seen))    #? when

asyncio.run(main())
#= prints "threads: 3" "tasks: 1"
#= at "threads" 1.0
#= at "tasks" 2.0
#= took 2.0
#= tasks 4
