"""A pipeline of stages

Each stage is a task, and a queue lies between each two. While one stage works on the second item,
the next stage works on the first.

The slowest stage sets the pace: all items together take as long as it needs for each of them,
and a little at both ends.

Level: 4
Unit: Patterns
Concepts: pipeline, Queue, stages
Ask: Three items; washing takes 1 s, drying 2 s. When is the last one dry?
Aha: At 7 s: the first is washed at 1 s, and then the dryer needs 3 times 2 s without a pause.
Try: A second dryer. When is the last one dry now?
Make: A third stage that puts the plates away, and a way to tell it that no more will come.
Next: pubsub
"""
import asyncio

async def stage(seconds, source, target):
    while True:
        plate = await source.get()
        await asyncio.sleep(seconds)
        await target.put(plate)

async def main():
    dirty, wet, dry = [asyncio.Queue() for _ in range(3)]
    washing = asyncio.create_task(stage(1, dirty, wet))
    drying = asyncio.create_task(stage(2, wet, dry))
    for plate in (1, 2, 3):
        dirty.put_nowait(plate)
    for _ in range(3):
        print("dry:", await dry.get())  #? when
    washing.cancel()
    drying.cancel()                     #? ends

asyncio.run(main())
#= prints "dry: 1" "dry: 2" "dry: 3"
#= at "dry: 1" 3.0
#= at "dry: 3" 7.0
#= took 7.0
#= cancelled 2
