"""The mend, and its price

A lock lets one task at a time into the lines between reading and writing. The others wait in a
queue, first come, first served.

The price is that the waits no longer overlap. Often it is cheaper to move the `await` out of
those lines.

Level: 2
Unit: Coordinating
Concepts: Lock, critical section
Ask: With the lock the balance is 10. How long does the program take?
Aha: 1 second: ten times 0.1 s, one after the other. Without the lock it was 0.1 s, and wrong.
Try: Move the sleep before the `async with`. Is it still right, and how long does it take?
Make: Two accounts with a lock each. How long do ten deposits to each of them take?
Next: wrong_lock
"""
import asyncio

balance = 0

async def deposit(lock):
    global balance
    async with lock:            #: one at a time from here
        seen = balance
        await asyncio.sleep(0.1)
        balance = seen + 1

async def main():
    lock = asyncio.Lock()
    jobs = [deposit(lock) for _ in range(10)]
    await asyncio.gather(*jobs)
    print("balance", balance)   #? when

asyncio.run(main())
#= prints "balance 10"
#= took 1.0
#= tasks 11
#= silent
