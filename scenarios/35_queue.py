"""Producer and consumer

A queue hands work from one task to another. `get()` suspends a consumer until an item is there.
`join()` waits until every item has been reported done with `task_done()`.

The consumers run for ever, so somebody has to cancel them in the end.

Level: 2
Unit: Coordinating
Concepts: Queue, join, task_done
Ask: Two consumers, six items, 1 second each. How long does it take?
Aha: 3 seconds: each consumer eats three. Then join() returns and main cancels the two, which wait
  for a seventh item.
Try: A third consumer. How long does it take now? And a seventh item?
Make: A producer task that puts one item every 0.3 s, beside the two consumers.
Next: backpressure
"""
import asyncio

async def consumer(name, queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(1)
        print(name, "ate", item)
        queue.task_done()       #: one more item is dealt with

async def main():
    queue = asyncio.Queue()
    for item in range(6):
        queue.put_nowait(item)
    eaters = [
        asyncio.create_task(consumer("A", queue)),
        asyncio.create_task(consumer("B", queue)),
    ]
    await queue.join()
    print("all eaten")          #? when
    for eater in eaters:
        eater.cancel()          #? ends

asyncio.run(main())
#= prints "A ate 0" "B ate 1" "A ate 2" "B ate 3" "A ate 4" "B ate 5" "all eaten"
#= took 3.0
#= cancelled 2
#= silent
