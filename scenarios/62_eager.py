"""Start right now

Since Python 3.12 a loop can be told to start tasks eagerly: `create_task` runs the coroutine at
once, up to the first place where it really suspends. Only then does the caller go on.

A task that never suspends is done when create_task returns, and never sees the ready queue. It
also changes the order that programs may rest on.

Level: 5
Unit: Under the hood
Needs: 3.12
Concepts: eager_task_factory, create_task
Ask: The same two functions twice. Which two lines change places in the second half?
Aha: "task made" and "child begins". The eager child runs inside create_task, up to its sleep.
Try: Delete the sleep in child. How often does the eager child stand in the ready queue?
Make: A cache whose task is done at once when the value is there already.
Next: call_graph
"""
import asyncio

async def child():
    print("child begins")
    await asyncio.sleep(0)
    print("child ends")

async def demo():
    task = asyncio.create_task(child())
    print("task made")    #? next
    await task

async def main():
    await demo()
    print("-- eager --")  #? order
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    await demo()

asyncio.run(main())
#= prints "task made" "child begins" "child ends" "-- eager --" "child begins" "task made" "child ends"
#= tasks 3
#= done 3
