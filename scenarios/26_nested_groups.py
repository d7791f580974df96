"""A task group inside another

Groups can be nested, and each is a wall of its own. When a task of the inner group fails, the
inner group stops its own tasks and raises. Who catches that between the two walls has saved the
outer group.

It is not true that one failure must bring down everything. It goes as far as nobody catches it.

Level: 3
Unit: Failing
Concepts: TaskGroup, nesting, containment of errors
Ask: One of the two helpers fails at 1 s. Does the report, due at 3 s, still come?
Aha: Yes. The helpers are both gone at 1 s, the team says so and goes on, and the outer group
  never hears of it.
Try: Delete the try and except in team. What is printed now?
Make: A team that tries its helpers once more after they failed.
Next: structured
Needs: 3.11
"""
import asyncio

async def helper(name, seconds):
    await asyncio.sleep(seconds)
    if name == "clumsy":
        raise ValueError(name)
    print(name, "helped")

async def team():
    try:
        async with asyncio.TaskGroup() as inner:
            inner.create_task(helper("clumsy", 1))
            inner.create_task(helper("careful", 2))
    except* ValueError:
        print("the team goes on alone")  #? next

async def main():
    async with asyncio.TaskGroup() as outer:
        outer.create_task(team())
        outer.create_task(helper("report", 3))

asyncio.run(main())  #? ends
#= prints "the team goes on alone" "report helped"
#= at "the team" 1.0
#= took 3.0
#= failed 1
#= cancelled 1
#= done 3
