"""async def does not make it asynchronous

A task gives up the loop only where it really suspends: at a sleep, a lock that is taken, an empty
queue. Awaiting a coroutine that has nothing to wait for is no such place.

So `async` in front of a function changes nothing about how long it holds the loop, and neither
does every `await` inside it.

Level: 2
Unit: Tasks
Concepts: cooperative multitasking, suspension, hogging the loop
Ask: Two tasks, and each awaits in every round. Do their lines interleave?
Aha: No. `await nothing()` never suspends, so each task runs to its end in one single step.
Try: Let nothing() do `await asyncio.sleep(0)`. What changes?
Make: A version in which A gives way after every line, and B never does.
Next: give_a_turn
"""
import asyncio

async def nothing():
    pass

async def hog(name):
    for turn in (1, 2, 3):
        print(f"{name}{turn}")
        await nothing()    #: an await that never suspends

async def main():
    first = asyncio.create_task(hog("A"))
    second = asyncio.create_task(hog("B"))
    await first            #? order
    await second

asyncio.run(main())
#= prints A1 A2 A3 B1 B2 B3
#= tasks 3
#= took < 0.3
