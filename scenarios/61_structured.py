"""No orphans

Tasks in groups form a tree: main, its children, their children. When one fails and nobody catches
it, the cancellation runs down the other branches, and the error comes up.

Each group waits for its own tasks first. So whoever sees the error can be sure that nothing of
the tree is still running.

Level: 4
Unit: Failing
Concepts: structured concurrency, nested TaskGroup, cancellation
Ask: One grandchild fails at 1 s. How many tasks are alive when main sees the error?
Aha: One: main itself. The left branch failed, and the right one was cancelled together with the
  leaf that was still asleep.
Try: Put a `try: … finally: print(name)` into leaf. In which order do they go?
Make: The same tree with gather instead of groups. Who is still alive then?
Next: nested_run
Needs: 3.11
"""
import asyncio

async def leaf(name, seconds):
    await asyncio.sleep(seconds)
    if name == "L1":
        raise ValueError(name)
    print(name, "done")

async def branch(name):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(name + "1", 1))
        group.create_task(leaf(name + "2", 2))

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(branch("L"))
            group.create_task(branch("R"))
    except* ValueError:  #? ends
        print("alive:", len(asyncio.all_tasks()))  #? when

asyncio.run(main())
#= prints "R1 done" "alive: 1"
#= took 1.0
#= failed 2
#= cancelled 3
#= done 2
