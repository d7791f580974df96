"""Closing a queue

How does a consumer learn that nothing more will come? Since Python 3.13 a queue can be shut down.
What is in it can still be taken; after that, `get()` raises QueueShutDown.

Older programs put a special last item, one for each consumer. Forget one, and that consumer waits
for ever.

Level: 3
Unit: Coordinating
Needs: 3.13
Concepts: Queue.shutdown, QueueShutDown
Ask: The queue is shut down while three items are in it. Are they lost?
Aha: No. Both consumers take what is left. Then their get() raises, and each of them goes home.
Try: Use `shutdown(immediate=True)`. Which lines are left?
Make: The same program for Python 3.12, with a special last item for each consumer.
Next: semaphore
"""
import asyncio

async def consumer(name, queue):
    try:
        while True:
            item = await queue.get()
            print(name, "ate", item)
            await asyncio.sleep(1)
    except asyncio.QueueShutDown:
        print(name, "goes home")     #? when

async def main():
    queue = asyncio.Queue()
    for item in (1, 2, 3):
        queue.put_nowait(item)
    queue.shutdown()
    print("closed with", queue.qsize())  #? next
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer("A", queue))
        group.create_task(consumer("B", queue))

asyncio.run(main())
#= prints "closed with 3" "A ate 1" "B ate 2" "A ate 3" "B goes home" "A goes home"
#= took 2.0
#= done 3
