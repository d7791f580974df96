"""Give the others a turn

A long calculation without any wait holds the loop until it is over. If it must run in the loop,
it has to step aside now and then: `await asyncio.sleep(0)`.

That does not make the calculation faster. It makes the program answer while it goes on.

Level: 2
Unit: Tasks
Concepts: sleep(0), cooperative multitasking, long calculation
Ask: The guest comes while the sum is under way. After which part is it greeted?
Aha: After the first part: sleep(0) sent the sum to the back of the queue, and the guest was next.
Try: Delete the sleep(0). When is the guest greeted now?
Make: Step aside only after every second part. How many turns do the others get?
Next: forgot_await
"""
import asyncio

async def add_up():
    total = 0
    for part in (1, 2, 3):
        total += sum(range(part * 1000))
        print("part", part)
        await asyncio.sleep(0)  #? who
    print("total", total)

async def guest():
    print("welcome")

async def main():
    adding = asyncio.create_task(add_up())
    asking = asyncio.create_task(guest())
    await adding                #? order
    await asking

asyncio.run(main())
#= prints "part 1" welcome "part 2" "part 3" "total 6997000"
#= tasks 3
#= took < 0.5
