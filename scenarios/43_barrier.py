"""Nobody goes until everybody is here

A barrier for three lets nobody through before three wait at it. The last to come opens it for
all, and then it is closed again for the next three.

So the slowest sets the pace. That is the point of it: after the barrier everybody knows that all
have finished the part before.

Level: 3
Unit: Coordinating
Concepts: Barrier
Ask: The hikers arrive at 1, 2 and 3 s. When does the first one go on?
Aha: At 3 s, with the others.
Try: A fourth hiker who arrives at 4 s. How does the program end?
Make: Two stages with a barrier between them: nobody begins the second before all did the first.
Next: deadlock
Needs: 3.11
"""
import asyncio

async def hiker(hours, hut):
    await asyncio.sleep(hours)
    print("arrived", hours)
    await hut.wait()            #? next
    print("goes on", hours)     #? when

async def main():
    hut = asyncio.Barrier(3)
    await asyncio.gather(
        hiker(1, hut),
        hiker(2, hut),
        hiker(3, hut),
    )

asyncio.run(main())
#= at "arrived 1" 1.0
#= at "goes on 1" 3.0
#= before "arrived 3" "goes on"
#= count "goes on" 3
#= took 3.0
#= done 4
