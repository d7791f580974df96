"""First one home

`asyncio.wait` waits until one task is done, or all, or a time is over. It gives you two sets: the
done and the pending. It never cancels anybody, and it never raises a task's exception.

So after the winner is home, the others still run. What becomes of them is your decision.

Level: 3
Unit: Waiting
Concepts: asyncio.wait, FIRST_COMPLETED, pending
Ask: After the winner is home, what are the other two doing?
Aha: They run on. Here main cancels them, and waits until they have stopped.
Try: Do not cancel them, and wait for all. When is the program over?
Make: The first answer of three servers, where the fastest one may fail.
Next: no_order_in_sets
"""
import asyncio

async def racer(name, seconds):
    await asyncio.sleep(seconds)
    return name

async def main():
    tasks = [
        asyncio.create_task(racer("hare", 1)),
        asyncio.create_task(racer("fox", 2)),
        asyncio.create_task(racer("tortoise", 3)),
    ]
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED,
    )
    print(done.pop().result(), "wins")  #? next
    print("still running:", len(pending))
    for task in pending:
        task.cancel()                   #? ends
    await asyncio.wait(pending)

asyncio.run(main())
#= prints "hare wins" "still running: 2"
#= took 1.0
#= cancelled 2
#= done 2
#= silent
