"""An object that can be awaited

What stands behind `await` must have a method `__await__` that returns an iterator. Coroutine
objects, tasks and futures have one, and your own classes may, too.

The easiest way is to hand on the one of a coroutine object.

Level: 5
Unit: Under the hood
Concepts: __await__, awaitable
Ask: An Order is awaited twice. How often is the dish cooked?
Aha: Twice: each await calls `__await__`, and that makes a new coroutine object. A task can be
  awaited twice as well, but it runs only once.
Try: Keep a task in __init__, and return `self.task.__await__()`. How long does it take now?
Make: A class Once that runs its coroutine at the first await and remembers the result.
Next: two_loops_one_lock
"""
import asyncio

class Order:
    def __init__(self, dish):
        self.dish = dish

    def __await__(self):
        return self.cook().__await__()  #: a new object

    async def cook(self):
        await asyncio.sleep(1)
        print("cooked", self.dish)
        return self.dish

async def main():
    order = Order("soup")
    print("ordered")                    #? next
    await order
    print("served", await order)        #? when

asyncio.run(main())
#= prints ordered "cooked soup" "cooked soup" "served soup"
#= took 2.0
#= tasks 1
