"""One thread, and still a race

Between two awaits nobody can interrupt a task. Across an `await` everybody can. Who reads a value,
waits, and writes it back may write over what others did meanwhile.

"There is only one thread, so there are no races" is one of the dearest mistakes with asyncio.

Level: 2
Unit: Coordinating
Concepts: race, read-modify-write, await
Ask: Ten deposits of 1. What is the balance in the end?
Aha: 1. All ten read 0 before the first one writes, and each of them writes 0 + 1.
Try: Read the balance after the sleep instead of before. What is it now?
Make: Ten deposits of which each sleeps a different time. Can the balance be anything but 1?
Next: lock
"""
import asyncio

balance = 0

async def deposit():
    global balance
    seen = balance              #: reads the old value
    await asyncio.sleep(0.1)    #: here the others get in
    balance = seen + 1

async def main():
    jobs = [deposit() for _ in range(10)]
    await asyncio.gather(*jobs)
    print("balance", balance)   #? choice: Balance? | 0 | 1* | 10

asyncio.run(main())             #? when
#= prints "balance 1"
#= took 0.1
#= tasks 11
#= silent
