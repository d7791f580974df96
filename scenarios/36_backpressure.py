"""A full queue slows the producer

With `maxsize`, `put()` suspends while the queue is full. A fast producer is then held to the pace
of the consumer, and the items do not pile up in memory.

Without a maximum the queue grows as long as the producer is faster. That is no error, until the
memory is full.

Level: 3
Unit: Coordinating
Concepts: Queue(maxsize), backpressure
Ask: Making an item takes no time. When does the producer put item 5?
Aha: At 3 s. Two fit at once; from the third on, each put has to wait until the consumer has taken
  one.
Try: Take the maxsize away. When is item 5 put now, and when is the program over?
Make: A producer that gives up an item when the queue is full: put_nowait and QueueFull.
Next: join_forever
"""
import asyncio

async def producer(queue):
    for item in range(1, 6):
        await queue.put(item)   #: waits while it is full
        print("put", item)      #? when

async def consumer(queue):
    for _ in range(5):
        await asyncio.sleep(1)
        item = await queue.get()
        print("got", item)      #? next

async def main():
    queue = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(queue), consumer(queue))

asyncio.run(main())
#= at "put 2" 0.0
#= at "put 3" 1.0
#= at "put 5" 3.0
#= count put 5
#= count got 5
#= took 5.0
#= done 3
