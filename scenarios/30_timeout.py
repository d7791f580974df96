"""A deadline for a block

`asyncio.timeout` sets a timer. When it rings, it cancels the task that is in the block; when the
CancelledError comes out of the block, it is turned into a TimeoutError.

So the code inside sees a cancellation, and the code outside sees a timeout.

Level: 2
Unit: Stopping
Concepts: asyncio.timeout, TimeoutError, CancelledError
Ask: Which exception does the code inside the block see, and which the code outside?
Aha: Inside CancelledError, outside TimeoutError. A timeout is a cancellation with a translation
  at the door.
Try: Delete the `raise`. Is there still a TimeoutError?
Make: Three attempts of 1 s each for something that needs 1.5 s, then give up with a message.
Next: nested_timeouts
Needs: 3.11
"""
import asyncio

async def slow():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("inside: CancelledError")  #? next
        raise       #: never keep it to yourself

async def main():
    try:
        async with asyncio.timeout(1):
            await slow()
    except TimeoutError:
        print("outside: TimeoutError")   #? when

asyncio.run(main())
#= prints "inside: CancelledError" "outside: TimeoutError"
#= took 1.0
#= tasks 1
#= cancelled 0
#= done 1
