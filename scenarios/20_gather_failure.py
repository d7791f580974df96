"""One fails: what about the others?

When one of its tasks raises, `gather` hands you that exception at once. It does not cancel the
others: they go on, and nobody waits for them any more. Many expect the opposite.

With `return_exceptions=True` it waits for all, and the exceptions are results like any other.

Level: 2
Unit: Failing
Concepts: gather, exception, return_exceptions
Ask: The second raises at 1 s. What becomes of the first, which needs 2 s?
Aha: It goes on, and prints at 2 s, long after main has dealt with the error.
Try: Let main end right after "main sees". What becomes of the slow one now?
Make: A gather of your own that does cancel the others. (Or turn to the next lesson.)
Next: taskgroup
"""
import asyncio

async def slow():
    await asyncio.sleep(2)
    print("slow finished anyway")

async def broken():
    await asyncio.sleep(1)
    raise ValueError("broke")

async def main():
    try:
        await asyncio.gather(slow(), broken())
    except ValueError as error:
        print("main sees:", error)  #? next
    await asyncio.sleep(2)
    results = await asyncio.gather(
        slow(), broken(), return_exceptions=True,
    )
    print(results)

asyncio.run(main())
#= prints "main sees: broke" "slow finished anyway" "slow finished anyway" "[None, ValueError('broke')]"
#= at "main sees" 1.0
#= at "slow finished" 2.0
#= took 5.0
#= failed 2
#= cancelled 0
