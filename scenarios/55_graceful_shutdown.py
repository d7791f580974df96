"""Finish what you started

A program that is told to stop should take no more work, end what it has begun, tidy up, and then
go. With tasks that is: wait for the signal, cancel, and wait for all of them.

Cancelling without waiting is half of it: the cleanup needs time, and the tidying of the three
overlaps only if all are cancelled before you wait.

Level: 5
Unit: Real I/O
Needs: unix
Concepts: graceful shutdown, cancel, gather, finally
Ask: Each of three workers needs 0.5 s to tidy up. When is the program over?
Aha: At 2.0 s: told at 1.5 s, and the three tidy up side by side.
Try: Delete the gather. Which lines are lost? (asyncio.run cancels the workers a second time.)
Make: Give the cleanup at most 1 s, and say which worker had to be left behind.
Next: rate_limit
"""
import asyncio
import os
from signal import SIGTERM

async def work(number):
    try:
        while True:
            await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0.5)      #: tidying may wait, too
        print("worker", number, "closed")

async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(SIGTERM, stop.set)
    loop.call_later(1.5, os.kill, os.getpid(), SIGTERM)
    tasks = [asyncio.create_task(work(n)) for n in range(3)]
    await stop.wait()
    print("shutting down")            #? next
    for task in tasks:
        task.cancel()                 #? ends
    await asyncio.gather(*tasks, return_exceptions=True)
    print("bye")                      #? when

asyncio.run(main())
#= prints "shutting down" "worker 0 closed" "worker 1 closed" "worker 2 closed" bye
#= took 2.0
#= cancelled 3
#= silent
