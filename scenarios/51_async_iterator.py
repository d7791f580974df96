"""An iterator that may wait

`async for` speaks to its object through two methods. `__aiter__` gives the iterator, and each
round awaits `__anext__`, until that raises StopAsyncIteration.

An async generator writes these methods for you. By hand you see that nothing else is behind it:
one await in each round.

Level: 3
Unit: Context
Concepts: __aiter__, __anext__, StopAsyncIteration
Ask: The countdown waits 1 s before each number. When is "lift off" printed?
Aha: At 2 s. Two numbers with a wait before each; the third `__anext__` raises at once.
Try: Put the sleep before the `if`. When is lift off now?
Make: The same countdown as an async generator. How many lines does it need?
Next: async_gen_cleanup
"""
import asyncio

class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(1)    #: the loop is free meanwhile
        self.left -= 1
        return self.left + 1

async def main():
    async for number in Countdown(2):
        print(number)             #? next
    print("lift off")             #? when

asyncio.run(main())
#= prints 2 1 "lift off"
#= at 2 1.0
#= at "lift off" 2.0
#= took 2.0
#= tasks 1
