"""Await a coroutine, or a task of it?

`await a()` runs a's body inside the present task. When nothing in it has to wait, the loop never
gets control, and nobody else gets a turn. Not every `await` lets the others run.

`await create_task(a())` must go by the ready queue. Whoever stands there already comes first.

Level: 2
Unit: Tasks
Concepts: await, create_task, ready queue, suspension
Ask: b's task is made first, in both halves. Who prints first in each?
Aha: In the first half a: awaiting it is a mere call, and b still waits in the queue. In the
  second half b: the new task of a is behind it.
Try: Put `await asyncio.sleep(0)` into a, before the print. Who is first now?
Make: A half in which b prints between the two a's.
Next: ready_queue
"""
import asyncio

async def a():
    print("a")

async def b():
    print("b")

async def main():
    waiting = asyncio.create_task(b())
    await a()      #? next
    await a()
    await waiting
    print("--")
    waiting = asyncio.create_task(b())
    await asyncio.create_task(a())  #? who
    await waiting

asyncio.run(main())
#= prints a a b -- b a
#= tasks 4
#= done 4
#= took < 0.3
