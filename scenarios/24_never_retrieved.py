"""The silent failure

An exception in a task stays in the task until somebody asks for it, by awaiting the task or by
`task.exception()`. If nobody ever does, asyncio complains when the task object is collected.

That can be much later, and in another place. A failed task does not tell you by itself.

Level: 3
Unit: Failing
Concepts: Task exception was never retrieved, task.exception
Ask: The task raises at 0 s. When do you hear about it?
Aha: At the end, after "all good?": main still holds the task, and only when it lets go is the
  complaint printed.
Try: Await the task before the sleep. Where does the error come out now?
Make: A done-callback that prints the exception of a failed task at once.
Next: lost_task
"""
import asyncio

async def boom():
    raise RuntimeError("nobody asked")

async def main():
    task = asyncio.create_task(boom())
    await asyncio.sleep(1)  #: it fails while main sleeps
    print("all good?")      #? next

asyncio.run(main())
#= prints "all good?"
#= warns "Task exception was never retrieved"
#= warns "RuntimeError: nobody asked"
#= took 1.0
#= failed 1
#= done 1
