"""Only two at a time

A semaphore lets so many tasks through at once; the others wait at the door until somebody leaves.
It is how you keep from opening a thousand connections at the same time.

It does not limit how many tasks there are. All six exist from the start.

Level: 2
Unit: Coordinating
Concepts: Semaphore, limit
Ask: Six downloads of 1 second, and Semaphore(2): 1, 3 or 6 seconds?
Aha: 3 seconds: three waves of two. The tasks at the door cost next to nothing.
Try: Semaphore(4). How long does it take, and what does the last wave look like?
Make: Print how many are inside whenever somebody enters. It must never be 3.
Next: lost_update
"""
import asyncio

async def download(number, door):
    async with door:            #: two get in, the others queue
        await asyncio.sleep(1)
        print("done", number)   #? when

async def main():
    door = asyncio.Semaphore(2)
    jobs = [download(n, door) for n in range(6)]
    await asyncio.gather(*jobs) #? order

asyncio.run(main())
#= prints "done 0" "done 1" "done 2" "done 3" "done 4" "done 5"
#= at "done 1" 1.0
#= at "done 5" 3.0
#= took 3.0
#= peak 7
