"""shield protects the inner, not you

`await shield(task)` waits for the task. If the waiter is cancelled meanwhile, the cancellation
does not go on to the task. The waiter itself gets its CancelledError as always.

The shielded task needs somebody who keeps it, and a loop that lives long enough.

Level: 4
Unit: Stopping
Concepts: shield, cancel
Ask: request is cancelled at 1 s while it waits for the shielded save. Which of the two stops?
Aha: request stops at once. save goes on, and finishes at 2 s, because main holds it and waits.
Try: Replace `asyncio.shield(saving)` by `saving`. What becomes of save?
Make: A save that cannot be cancelled at all, however often the request is repeated and cancelled.
Next: wait_first
"""
import asyncio

async def save():
    await asyncio.sleep(2)
    print("saved")

async def request(saving):
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        print("request cancelled")  #? next
        raise

async def main():
    saving = asyncio.create_task(save())
    asking = asyncio.create_task(request(saving))
    await asyncio.sleep(1)
    asking.cancel()                 #? ends
    await asyncio.wait([asking])
    print("done yet?", saving.done())
    await saving

asyncio.run(main())
#= prints "request cancelled" "done yet? False" "saved"
#= at "request cancelled" 1.0
#= at "saved" 2.0
#= cancelled 1
#= done 2
