"""cancel is a request

`task.cancel()` stops nothing by itself. It asks for a CancelledError to be raised inside the task,
at the `await` where it is suspended, when its turn comes.

So the task can tidy up, in a `finally`. Whoever awaits the task gets the CancelledError too.

Level: 2
Unit: Stopping
Concepts: cancel, CancelledError, finally
Ask: Is the task done right after cancel()? At which line does it stop?
Aha: Not yet done. It stops at its `await asyncio.sleep(1)`, where the exception is raised; its
  finally runs; then it is cancelled.
Try: Delete `await task` with its try. Is "tidying up" still printed?
Make: A worker that counts its rounds and prints the number when it is cancelled.
Next: cancelled_before_start
"""
import asyncio

async def worker():
    try:
        for hour in range(10):
            print("working", hour)
            await asyncio.sleep(1)  #: it arrives here
    finally:
        print("tidying up")

async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(1.5)
    task.cancel()
    print("done?", task.done())     #? next
    try:
        await task
    except asyncio.CancelledError:  #? ends
        print("cancelled?", task.cancelled())

asyncio.run(main())
#= prints "working 0" "working 1" "done? False" "tidying up" "cancelled? True"
#= took 1.5
#= cancelled 1
#= done 1
#= silent
