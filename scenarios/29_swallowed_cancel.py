"""The task that would not die

CancelledError is a BaseException, so `except Exception` lets it pass. A bare `except:` or an
`except BaseException:` catches it, and a task that does not raise it again goes on living.

Swallowing it is not harmless: timeouts, task groups and the end of asyncio.run rest on it.

Level: 3
Unit: Stopping
Concepts: CancelledError, BaseException, raise
Ask: Both are cancelled at 0.5 s. Which of the two survives?
Aha: stubborn. It catches the CancelledError, sleeps again, and returns at 1.5 s like a task that
  nobody ever cancelled.
Try: Put `raise` after the print in stubborn. When is the program over now?
Make: A stubborn task that needs to be cancelled three times.
Next: timeout
"""
import asyncio

async def polite():
    try:
        await asyncio.sleep(1)
    except Exception:
        print("polite: never here")
    print("polite finished")

async def stubborn():
    try:
        await asyncio.sleep(1)
    except BaseException:
        print("stubborn: ignored")  #? next
    await asyncio.sleep(1)
    print("stubborn finished")

async def main():
    one = asyncio.create_task(polite())
    two = asyncio.create_task(stubborn())
    await asyncio.sleep(0.5)
    one.cancel()
    two.cancel()                    #? ends
    await asyncio.wait([one, two])

asyncio.run(main())
#= prints "stubborn: ignored" "stubborn finished"
#= took 1.5
#= cancelled 1
#= done 2
