"""What is promised about the order

Some orders are sure: tasks begin in the order in which they were created, and timers ring in the
order of their times. Others are not: `asyncio.wait` gives you sets, and a set has no order.

So do not read results off the set of the done. Keep the list that you made, and walk along that.

Level: 3
Unit: Waiting
Concepts: asyncio.wait, set, ready queue, order
Ask: Which of the three lists is sure to be in the order a, b, c?
Aha: The order of starting, and the list that main made. The set `done` may come in any order, so
  this program sorts it before it prints.
Try: Print the results from `done` unsorted, and run it several times.
Make: A dictionary from task to name, so that each done task can say who it was.
Next: as_completed
"""
import asyncio

started = []

async def job(name):
    started.append(name)
    await asyncio.sleep(1)
    return name

async def main():
    tasks = [asyncio.create_task(job(n)) for n in "abc"]
    done, _ = await asyncio.wait(tasks)
    print("started", started)   #? next
    print("by list", [task.result() for task in tasks])
    print("by set", sorted(task.result() for task in done))

asyncio.run(main())
#= prints "started ['a', 'b', 'c']" "by list ['a', 'b', 'c']" "by set ['a', 'b', 'c']"
#= took 1.0
#= tasks 4
#= done 4
