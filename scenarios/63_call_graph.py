"""Who is waiting for whom?

Much of what you see in this playground is there in plain Python: `all_tasks` gives the tasks of a
loop that are not done, and `get_stack` the frame in which a task is suspended.

A suspended task shows one frame only, that of its outermost coroutine. Whom it waits for is
shown by `asyncio.print_call_graph`, from Python 3.14 on.

Level: 5
Unit: Under the hood
Concepts: all_tasks, get_stack, introspection
Ask: At 0.5 s the spy looks around. Which tasks does it see, and in which functions are they?
Aha: main in main, the two fetches in fetch, and itself in spy.
Try: Let fetch await a second coroutine that sleeps. Which function does the spy see then?
Make: A spy that prints the line number of each task, too (`frame.f_lineno`).
Next: runner
"""
import asyncio

async def fetch():
    await asyncio.sleep(1)        #: seen here by the spy

async def spy():
    await asyncio.sleep(0.5)
    tasks = asyncio.all_tasks()
    for task in sorted(tasks, key=lambda t: t.get_name()):
        frame = task.get_stack()[-1]
        print(task.get_name(), "in", frame.f_code.co_name)

async def main():
    asyncio.current_task().set_name("0 main")
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch(), name="1 left")
        group.create_task(fetch(), name="2 right")
        group.create_task(spy(), name="3 spy")
        print("all started")      #? next

asyncio.run(main())
#= prints "all started" "0 main in main" "1 left in fetch" "2 right in fetch" "3 spy in spy"
#= at "0 main" 0.5
#= took 1.0
#= done 4
