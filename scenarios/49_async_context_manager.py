"""Set up, use, tear down

`async with` runs one part of a context manager before its block and another part after it, and
both may wait. While they wait, other tasks run.

The part after the block always runs: at the end, after an error, and after a cancellation.

Level: 2
Unit: Context
Concepts: async with, asynccontextmanager, finally
Ask: The block raises at 1 s. When does main see the error?
Aha: At 2 s. First the connection is closed, and closing takes a second.
Try: Take `try` and `finally` away and keep their lines. What is left of the closing?
Make: A context manager that prints how long its block took.
Next: async_iterator
"""
import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def connection():
    print("opening")
    await asyncio.sleep(1)
    try:
        yield "line 1"        #: here the block runs
    finally:
        print("closing")      #? next
        await asyncio.sleep(1)
        print("closed")

async def main():
    try:
        async with connection() as line:
            print("using", line)
            raise ValueError("crackle")
    except ValueError as error:
        print("error:", error)  #? when

asyncio.run(main())
#= prints opening "using line 1" closing closed "error: crackle"
#= at "error" 2.0
#= took 2.0
#= silent
