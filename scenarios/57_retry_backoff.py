"""Try again, but slower

When a call fails because the other side is busy, trying again at once makes it worse. Wait, and
wait longer each time.

Catch only the errors that may go away by themselves, and give up some day. A retry that catches
everything hides mistakes.

Level: 3
Unit: Patterns
Concepts: retry, exponential backoff
Ask: The fourth try works; the waits are 0.5, 1 and 2 s. When does it work?
Aha: At 3.5 s: the tries are at 0, 0.5, 1.5 and 3.5 s, and other tasks could run in all the gaps.
Try: Let it fail five times. What comes out of main?
Make: A little chance in each wait, so that a hundred clients do not come back all at once.
Next: pipeline
"""
import asyncio

tries = 0

async def flaky():
    global tries
    tries += 1
    print("try", tries)  #? count: How many tries?
    if tries < 4:
        raise ConnectionError(tries)
    return "it works"

async def retry(function):
    for delay in (0.5, 1, 2):
        try:
            return await function()
        except ConnectionError:
            await asyncio.sleep(delay)
    return await function()  #: the last try may raise

async def main():
    print(await retry(flaky))  #? when

asyncio.run(main())
#= prints "try 1" "try 2" "try 3" "try 4" "it works"
#= at "try 2" 0.5
#= at "try 3" 1.5
#= at "try 4" 3.5
#= tasks 1
