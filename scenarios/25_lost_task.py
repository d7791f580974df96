"""The task that vanished

The loop keeps a weak reference to a task. What keeps a waiting task alive is whoever will wake
it: a timer, or somebody who holds the future it waits for.

Here nobody holds either. Task and future point at each other, and the garbage collector takes
both. `gc.collect()` stands for a collection at some unlucky moment.

Level: 4
Unit: Failing
Concepts: fire and forget, weak reference, garbage collection
Ask: Nothing cancels the task and nothing fails. Why is "finished" never printed?
Aha: The task was collected while it waited. asyncio says so on stderr: 'Task was destroyed but it
  is pending!'
Try: Keep the task in a variable of main. How does it end now?
Make: Keep it in a set, as in lesson 10, and wake it by setting the future.
Next: nested_groups
"""
import asyncio
import gc

async def lonely():
    loop = asyncio.get_running_loop()
    await loop.create_future()      #: only we know this future
    print("finished")

async def main():
    asyncio.create_task(lonely())   #: nobody keeps the task
    await asyncio.sleep(0.5)
    gc.collect()                    #? ends
    print("main goes on")
    await asyncio.sleep(0.5)

asyncio.run(main())
#= prints "main goes on"
#= warns "Task was destroyed but it is pending!"
#= destroyed 1
#= done 1
#= took 1.0
