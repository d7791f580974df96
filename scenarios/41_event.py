"""The starting gun

An event is a flag that tasks can wait for. `set()` puts everybody who waits into the ready queue,
in the order in which they began to wait.

It does not run them: whoever called set() goes on first. And who comes after it was set does not
wait at all.

Level: 2
Unit: Coordinating
Concepts: Event, ready queue
Ask: One set() and three who wait. How many wake, and what prints right after "bang"?
Aha: All three wake. But first main says "they are off": set() only makes the runners ready.
Try: Call `gun.clear()` right after `gun.set()`. Who runs now, and who waits for ever?
Make: A gun that is fired three times, and runners that need all three shots.
Next: condition
"""
import asyncio

async def runner(name, gun):
    await gun.wait()
    print(name, "runs")

async def main():
    gun = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name in ("A", "B", "C"):
            group.create_task(runner(name, gun))
        await asyncio.sleep(1)
        print("bang")
        gun.set()                #: three become ready
        print("they are off")    #? next
        group.create_task(runner("late", gun))

asyncio.run(main())
#= prints bang "they are off" "A runs" "B runs" "C runs" "late runs"
#= at bang 1.0
#= took 1.0
#= done 5
