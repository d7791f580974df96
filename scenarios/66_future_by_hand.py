"""A future, kept by hand

A future is a place for a result that is not there yet. Whoever awaits it suspends; whoever sets
the result makes the waiters ready. Sleeps, locks, queues and tasks all come down to that.

`set_result` runs nobody. The waiters stand in the ready queue and come when it is their turn.

Level: 4
Unit: Under the hood
Concepts: Future, set_result, ready queue
Ask: The waiter hangs on the future. What is printed right after set_result?
Aha: "result is set": main goes on. The waiter runs when main suspends at its own await.
Try: Set the result a second time. What does Python say?
Make: A function `sleep_by_hand(seconds)` with a future and `loop.call_later`.
Next: call_soon
"""
import asyncio

async def wait_for_it(future):
    print("waiting")
    result = await future  #: suspended until it is set
    print("got", result)

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    waiter = asyncio.create_task(wait_for_it(future))
    await asyncio.sleep(1)
    future.set_result("a letter")
    print("result is set")        #? next
    await waiter                  #? who

asyncio.run(main())
#= prints waiting "result is set" "got a letter"
#= at "got" 1.0
#= took 1.0
#= tasks 2
#= done 2
