"""Dining philosophers

Five philosophers sit around a table, with one fork between each two. To eat you need both. If
everybody takes the left one first and then waits for the right one, all wait in a ring.

A rule that breaks the ring: always take the fork with the lower number first. One of the five
then begins on the other side.

Level: 4
Unit: Coordinating
Concepts: deadlock, resource ordering, ring of waits
Ask: Everybody takes the left fork first. Who eats?
Aha: Nobody, ever. The ring of five is complete when each holds one fork.
Try: Set ORDERED to True. Who eats first, and how long does it take all five?
Make: Let at most four sit down at once, with a semaphore. Is the order still needed?
Next: contextvars
"""
import asyncio

ORDERED = False

async def philosopher(seat, forks):
    hands = [seat, (seat + 1) % 5]
    if ORDERED:
        hands.sort()
    async with forks[hands[0]]:
        print(seat, "has one fork")  #? next
        await asyncio.sleep(0.5)
        async with forks[hands[1]]:
            print(seat, "eats")
            await asyncio.sleep(0.5)

async def main():
    forks = [asyncio.Lock() for _ in range(5)]
    seats = [philosopher(n, forks) for n in range(5)]
    await asyncio.gather(*seats)     #? ends

asyncio.run(main())
#= count "has one fork" 5
#= never eats
#= deadlock 6
