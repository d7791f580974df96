"""to_thread: block somewhere else

A function that blocks can run in another thread. `asyncio.to_thread` gives it to a pool of worker
threads, and the task suspends until the result is there. The loop stays free.

Putting `async` in front of `slow` would not do it: then the blocking call would sit in the loop.

Level: 2
Unit: Blocking
Concepts: to_thread, executor, thread
Ask: Three blocking calls of 1 second each: 1 s or 3 s?
Aha: 1 s. Each call sits in a thread of its own, and the three tasks only wait for them. The
  longest step of the loop is tiny.
Try: Start 40 of them. Why does it take longer than 1 s?
Make: A spinner task that prints a dot every 0.25 s while the slow calls are under way.
Next: cpu_bound
"""
import asyncio
import threading
import time

def slow(number):
    time.sleep(1)            #: blocks its own thread only
    here = threading.current_thread()
    return here is threading.main_thread()

async def main():
    answers = await asyncio.gather(  #? when
        asyncio.to_thread(slow, 1),
        asyncio.to_thread(slow, 2),
        asyncio.to_thread(slow, 3),
    )
    print(answers)           #? choice: 1 s* | 3 s

asyncio.run(main())
#= prints "[False, False, False]"
#= took 1.0
#= blocked < 0.5
#= silent
