"""The timeout that came too late

A deadline is a timer of the loop. While a task blocks the loop, no timer rings, so a timeout
cannot interrupt `time.sleep`, a calculation, or any other code that does not suspend.

If the block ends before the task suspends again, there is no TimeoutError at all, however late
it is.

Level: 3
Unit: Stopping
Concepts: timeout, blocking call, time.sleep
Ask: A deadline of 1 s and a time.sleep(2), twice. Which of the two raises, and when?
Aha: Only the second, at 4 s: its next real await lets the loop run, and the timer rings at last.
Try: Replace `sleep(0.1)` by `sleep(0)`. Does the second one still raise?
Make: The first half with asyncio.to_thread. When does the timeout come now?
Next: shield
Needs: 3.11
"""
import asyncio
import time

async def main():
    async with asyncio.timeout(1):
        time.sleep(2)             #: the timer cannot ring
        print("2 s gone")         #? next
    print("no timeout")
    try:
        async with asyncio.timeout(1):
            time.sleep(2)
            await asyncio.sleep(0.1)  #: now it can
            print("never reached")
    except TimeoutError:
        print("timeout at last")  #? when

asyncio.run(main())
#= prints "2 s gone" "no timeout" "timeout at last"
#= at "timeout at last" 4.0
#= blocked 4.0
#= took 4.0
#= done 1
