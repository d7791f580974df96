"""The missing task_done

`join()` does not look whether the queue is empty. It counts: every put adds one, every
`task_done()` takes one away, and it waits for zero.

Here every item is eaten, and still the program hangs: no task is ready, no timer is set, and
nobody will ever call. One thread is enough for a deadlock.

Level: 3
Unit: Coordinating
Concepts: Queue.join, task_done, deadlock
Ask: Both items were eaten. Why is "finished" never printed?
Aha: Nobody called task_done(), so the count stays at 2. main waits for the count, the consumer
  waits for an item.
Try: Call queue.task_done() after the print. Does the program end now?
Make: A consumer that reports an item done even when dealing with it raises.
Next: closing_a_queue
"""
import asyncio

async def consumer(queue):
    while True:
        item = await queue.get()
        print("ate", item)  #: the missing task_done

async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.put_nowait(2)
    eating = asyncio.create_task(consumer(queue))
    await queue.join()      #? next
    print("finished")

asyncio.run(main())         #? ends
#= prints "ate 1" "ate 2"
#= never finished
#= deadlock 2
