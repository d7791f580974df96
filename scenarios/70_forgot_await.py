"""The missing await

A coroutine object is an object like any other, and most objects are true. So a forgotten `await`
in a condition raises nothing: the condition holds, always.

The warning comes when the object is thrown away. It is worth more than it looks: in this program
it is the only trace of an open door.

Level: 1
Unit: Tasks
Concepts: never awaited, coroutine object, truth value
Ask: `if is_admin("guest")` without await: who gets in?
Aha: Everybody. The body of is_admin never ran; what was tested is the coroutine object, and that
  is true.
Try: Add the `await`. How long does the program take now?
Make: A check that fails for a coroutine object: `if is_admin(...) is True`. What is printed then?
Next: block_the_loop
"""
import asyncio

async def is_admin(user):
    await asyncio.sleep(0.1)
    return user == "root"

async def main():
    if is_admin("guest"):  #: the await is missing here
        print("welcome, admin")  #? next
    else:
        print("go away")

asyncio.run(main())
#= prints "welcome, admin"
#= warns "coroutine 'is_admin' was never awaited"
#= took < 0.1
#= tasks 1
