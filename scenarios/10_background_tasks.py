"""Keep a background task alive

The loop itself keeps only a weak reference to a task. For work that nobody awaits, hold the task
somewhere until it is done: a set, and a callback that takes it out again.

Many write `asyncio.create_task(...)` and drop the result. That works until the garbage collector
comes at a bad moment; lesson 25 shows it happen.

Level: 2
Unit: Tasks
Concepts: fire and forget, strong reference, add_done_callback
Ask: How many tasks are in the set when main looks, and how many at the end?
Aha: Three, then none. Each done task calls discard, so the set holds exactly those that are still
  at work.
Try: Let main end without the last sleep. What becomes of the mails?
Make: A function `spawn(coro)` that does the three lines, and a shutdown that awaits the set.
Next: await_coroutine_or_task
"""
import asyncio

background = set()

async def send_mail(number):
    await asyncio.sleep(number)
    print("sent", number)

async def main():
    for number in (1, 2, 3):
        task = asyncio.create_task(send_mail(number))
        background.add(task)
        task.add_done_callback(background.discard)
    print("at work:", len(background))  #? order
    await asyncio.sleep(4)
    print("left:", len(background))    #? ends

asyncio.run(main())
#= prints "at work: 3" "sent 1" "sent 2" "sent 3" "left: 0"
#= took 4.0
#= tasks 4
#= done 4
#= silent
