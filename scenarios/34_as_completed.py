"""Results as they arrive

`as_completed` lets you deal with each result as soon as it is there. You loop over awaitables;
each `await` gives you the result of whichever task finishes next.

gather keeps the order of its arguments and waits for all. This is the other way round.

Level: 3
Unit: Waiting
Concepts: as_completed, finishing order
Ask: The three take 3, 1 and 2 seconds. In which order do the results come, and when is the first?
Aha: In finishing order: 1, 2, 3. The first can be used after 1 second.
Try: Leave the loop with `break` after the first. What becomes of the other two?
Make: A progress line, "2 of 3", printed at each arrival.
Next: queue
"""
import asyncio

async def fetch(seconds):
    await asyncio.sleep(seconds)
    return f"page {seconds}"

async def main():
    pages = [fetch(3), fetch(1), fetch(2)]
    for arrival in asyncio.as_completed(pages):  #? order
        page = await arrival
        print("got", page)          #? when

asyncio.run(main())
#= prints "got page 1" "got page 2" "got page 3"
#= at "got page 1" 1.0
#= took 3.0
#= done 4
#= silent
