"""A lock nobody shares

A lock protects nothing by itself. It only makes those wait who use the same lock. So one lock
belongs to each piece of shared data, and lives as long as the data.

A lock that is made inside the function is a new one in every call. The code looks right, and
protects nothing.

Level: 3
Unit: Coordinating
Concepts: Lock, shared object
Ask: There is a lock, and it is taken. Why is the balance still 1?
Aha: Every call makes a lock of its own. Ten locks, each with one owner, and nobody ever waits.
Try: Move the line with `Lock()` to the top of the file. What is the balance now?
Make: A class Account that holds its balance and the lock for it.
Next: event
"""
import asyncio

balance = 0

async def deposit():
    global balance
    lock = asyncio.Lock()       #: a new one in every call
    async with lock:
        seen = balance
        await asyncio.sleep(0.1)
        balance = seen + 1

async def main():
    jobs = [deposit() for _ in range(10)]
    await asyncio.gather(*jobs)
    print("balance", balance)   #? choice: Balance? | 0 | 1* | 10

asyncio.run(main())             #? when
#= prints "balance 1"
#= took 0.1
#= tasks 11
