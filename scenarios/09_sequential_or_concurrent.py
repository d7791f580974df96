"""One after the other, or together?

Two awaits in a row add up: the second begins when the first is over. Two tasks overlap, because
both are in the hands of the loop before you wait for either.

It is easy to believe that `async` and `await` alone make things concurrent. Tasks do.

Level: 1
Unit: Tasks
Concepts: await, create_task, concurrency
Ask: Which of the two halves takes 3 seconds, and which takes 2?
Aha: The first half takes 1 + 2 seconds, one task doing all of it. The second takes 2, the longer
  of the two: both tasks sleep at the same time.
Try: Write `await asyncio.create_task(brew("TEA", 1))` and the same for COFFEE. Is it 2 s or 3 s?
Make: The second half with gather, in one line.
Next: background_tasks
"""
import asyncio

async def brew(what, seconds):
    await asyncio.sleep(seconds)
    print(what, "ready")

async def main():
    await brew("tea", 1)
    await brew("coffee", 2)  #? when
    print("-- half --")      #? order
    tea = asyncio.create_task(brew("TEA", 1))
    coffee = asyncio.create_task(brew("COFFEE", 2))
    await tea
    await coffee             #: it has been asleep since 3 s

asyncio.run(main())
#= prints "tea ready" "coffee ready" "-- half --" "TEA ready" "COFFEE ready"
#= at "tea" 1.0
#= at "coffee" 3.0
#= at "TEA" 4.0
#= at "COFFEE" 5.0
#= took 5.0
#= tasks 3
