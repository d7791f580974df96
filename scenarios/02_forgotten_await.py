"""The forgotten await

A coroutine object can lie in a variable for as long as you like: nothing of it runs until
somebody awaits it.

Inside an `async def`, `await` does two things. It runs the coroutine, and it hands you what the
coroutine returns. Without it you hold the object, not the number.

Level: 1
Unit: First steps
Concepts: await, coroutine object, return value, never awaited
Ask: add is called three times. How many times does its body run?
Aha: Twice. `total` is a coroutine object until it is awaited. The third one is never awaited: it
  does nothing, and Python warns about it at its line.
Try: Await `total` a second time. What does Python say?
Make: A program that adds 1 to 5 with three awaits of `add`, and prints 15.
Next: typo
"""
import asyncio

async def add(a, b):
    print("adding", a, b)
    return a + b

async def main():
    total = add(2, 3)          #: nothing is added yet
    print("a", type(total).__name__)  #? next
    print("sum", await total)  #: await runs it, and gives 5
    print("sum", await add(4, 5))
    add(10, 20)                #? next
    print("end")

asyncio.run(main())
#= prints "a coroutine" "adding 2 3" "sum 5" "adding 4 5" "sum 9" "end"
#= warns "coroutine 'add' was never awaited"
#= tasks 1
#= took < 0.5
