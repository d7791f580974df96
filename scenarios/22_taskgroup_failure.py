"""One fails, all stop

When a task of a group raises, the group cancels the others, waits until they have tidied up, and
then raises an ExceptionGroup with the errors that really happened.

gather would have let the others run on. Here nothing is left running when you see the error.

Level: 3
Unit: Failing
Concepts: TaskGroup, ExceptionGroup, except*, cancellation
Ask: The same failure as with gather. Does "slow finished" appear this time?
Aha: No. At 1 s the group cancels slow, waits for its finally, and raises. The cancellation itself
  is not among the errors.
Try: Put `await asyncio.sleep(1)` into the finally. When does main see the error?
Make: A group of three downloads of which one fails; print which ones were cancelled.
Next: exception_groups
Needs: 3.11
"""
import asyncio

async def slow():
    try:
        await asyncio.sleep(2)
        print("slow finished")
    finally:
        print("slow tidied up")     #? next

async def broken():
    await asyncio.sleep(1)
    raise ValueError("broke")       #? ends

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())
            group.create_task(broken())
    except* ValueError as errors:
        print("caught", errors.exceptions)

asyncio.run(main())
#= prints "slow tidied up" "caught (ValueError('broke'),)"
#= took 1.0
#= done 1
#= cancelled 1
#= failed 1
