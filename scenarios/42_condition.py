"""Wait until it is true

A condition is a lock together with a waiting room. `wait_for` looks whether its test holds. If not,
it leaves the lock, waits to be called, takes the lock again, and looks once more.

Being called does not mean that there is something for you. Another one may have been faster.

Level: 4
Unit: Coordinating
Concepts: Condition, notify_all, wait_for
Ask: At 1 s there is one cake, and notify_all calls all three guests. What happens?
Aha: A eats. B and C are called too, look, find no cake, and go on waiting until 2 s.
Try: Replace notify_all() by notify(1). Who is still hungry at the end, and what becomes of main?
Make: A guest who needs two cakes at once.
Next: barrier
"""
import asyncio

cakes = 0

async def guest(name, table):
    global cakes
    async with table:
        await table.wait_for(lambda: cakes > 0)
        cakes -= 1
        print(name, "eats")      #? next

async def main():
    global cakes
    table = asyncio.Condition()
    guests = [guest(name, table) for name in "ABC"]
    eating = asyncio.gather(*guests)
    for baked in (1, 2):
        await asyncio.sleep(1)
        async with table:        #: notify needs the lock
            cakes += baked
            print("baked", baked)
            table.notify_all()   #? who
    await eating

asyncio.run(main())
#= prints "baked 1" "A eats" "baked 2" "B eats" "C eats"
#= at "A eats" 1.0
#= at "B eats" 2.0
#= took 2.0
