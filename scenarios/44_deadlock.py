"""Deadly embrace

Each of two tasks holds one lock and wants the other's. Neither lets go, so neither gets it: a
ring of waiting. No task is ready and no timer is set, so nothing can ever wake one.

Threads are not needed for that. Any two waits in a ring will do.

Level: 3
Unit: Coordinating
Concepts: deadlock, Lock, lock order
Ask: On which line does each of the three tasks wait, for ever?
Aha: red and blue each wait on the inner `async with`, for the lock that the other holds; main
  waits for the gather of both. Taking the locks in one order everywhere mends it.
Try: Let blue take the same order, `grab("blue", a, b)`. What changes?
Make: Leave the order, and get out with a timeout around the inner lock.
Next: philosophers
"""
import asyncio

async def grab(name, first, second):
    async with first:
        print(name, "has one")  #? next
        await asyncio.sleep(1)
        async with second:      #: held by the other one
            print(name, "has both")

async def main():
    a = asyncio.Lock()
    b = asyncio.Lock()
    red = grab("red", a, b)
    blue = grab("blue", b, a)
    await asyncio.gather(red, blue)  #? ends

asyncio.run(main())
#= prints "red has one" "blue has one"
#= deadlock 3
