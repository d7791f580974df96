"""One speaker, many listeners

Give each listener a queue of its own. Then a slow one holds up nobody. But its queue must be
bounded, and somebody has to decide what happens when it is full: wait, or drop.

One queue for all would not do: each item would go to one listener only.

Level: 4
Unit: Patterns
Concepts: publish and subscribe, bounded queue, slow consumer
Ask: A message every 0.25 s; the slow listener needs 1 s for each. Who misses messages?
Aha: Only the slow one: it is busy with 0, has 1 in its queue, and misses 2 and 3.
Try: Queues without a maximum. What does the slow listener hear now?
Make: Drop the oldest message instead of the newest.
Next: debounce
"""
import asyncio

queues = {n: asyncio.Queue(1) for n in ("fast", "slow")}

def publish(message):
    for name, queue in queues.items():
        try:
            queue.put_nowait(message)
        except asyncio.QueueFull:
            print(name, "missed", message)  #? when

async def listen(name, pace):
    while True:
        message = await queues[name].get()
        await asyncio.sleep(pace)
        print(name, "heard", message)       #? next

async def main():
    fast = asyncio.create_task(listen("fast", 0.1))
    slow = asyncio.create_task(listen("slow", 1))
    for message in range(4):
        publish(message)
        await asyncio.sleep(0.25)
    await asyncio.sleep(1.5)                #? ends

asyncio.run(main())
#= count "fast heard" 4
#= count "slow heard" 2
#= prints "fast heard 0" "fast heard 1" "slow missed 2" "fast heard 2" "slow missed 3" "fast heard 3" "slow heard 0" "slow heard 1"
#= took 2.5
#= cancelled 2
