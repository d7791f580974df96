"""A deadline inside a deadline

Timeouts can be nested, and the earliest one counts. Each knows its own timer: only the block
whose timer rang turns the CancelledError into a TimeoutError.

So the inner block is left by a cancellation that is not its own, and its `except TimeoutError`
does not run.

Level: 3
Unit: Stopping
Concepts: asyncio.timeout, nesting, expired
Ask: The outer deadline is 1 s, the inner one 2 s, the sleep 3 s. Which except runs?
Aha: The outer one, at 1 s. The inner block never expired: it was cancelled from outside.
Try: Swap the two deadlines. What is printed now?
Make: An outer deadline that is moved on by 1 s with `reschedule` when the inner one expires.
Next: timeout_cannot_interrupt
Needs: 3.11
"""
import asyncio

async def main():
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(2):
                    print("asleep")   #? next
                    await asyncio.sleep(3)
            except TimeoutError:
                print("inner deadline")
            print("between the two")
    except TimeoutError:
        print("outer deadline")       #? when

asyncio.run(main())
#= prints "asleep" "outer deadline"
#= at "outer deadline" 1.0
#= took 1.0
#= done 1
