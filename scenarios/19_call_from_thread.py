"""A call from another thread

Objects of asyncio belong to their loop's thread. Setting an event from another thread may change
it in the middle of a step, and it does not wake a loop that sleeps.

`loop.call_soon_threadsafe` is the door: it puts a call into the ready queue and wakes the loop.
For a coroutine there is `asyncio.run_coroutine_threadsafe`.

Level: 4
Unit: Blocking
Clock: real
Concepts: call_soon_threadsafe, threads, Event
Ask: The thread sets the event after 0.5 s. In which thread does `set` run?
Aha: In the loop's. The worker only asks; the loop makes the call itself, between two steps.
Try: Call `bell.set()` directly in the worker. How long may main sleep on? (Stop with F8.)
Make: A thread that counts down 3, 2, 1 and hands each number to an asyncio.Queue.
Next: starvation
"""
import asyncio
import threading
import time

def worker(loop, ring):
    time.sleep(0.5)
    loop.call_soon_threadsafe(ring)  #: the only safe way in

async def main():
    bell = asyncio.Event()
    home = threading.get_ident()

    def ring():
        here = threading.get_ident()
        print("in the loop:", here == home)
        bell.set()

    loop = asyncio.get_running_loop()
    args = (loop, ring)
    threading.Thread(target=worker, args=args).start()
    print("waiting")                 #? next
    await bell.wait()
    print("the bell rang")           #? when

asyncio.run(main())
#= prints waiting "in the loop: True" "the bell rang"
#= at "the bell rang" 0.5
#= blocked < 0.4
#= silent
