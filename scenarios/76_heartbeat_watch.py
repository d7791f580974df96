"""Notice a frozen loop

A task that sleeps a short time and looks at the clock sees how late it was woken. A loop that is
held up wakes everybody late, so one such watcher tells about all.

It cannot tell while the loop is frozen, only after. asyncio's debug mode does something alike: it
names each step that took longer than 0.1 s.

Level: 4
Unit: Patterns
Concepts: blocking call, monitoring, loop.time
Ask: rude blocks from 0.5 s to 1.5 s. When does the watcher speak?
Aha: At 1.5 s. It wanted to wake at 0.6 s, but the loop was frozen.
Try: Two blocks of 0.25 s, with `await asyncio.sleep(0)` in between. What does the watcher say?
Make: A watcher in a thread, which can speak while the loop is still frozen.
Next: loop_in_fifteen_lines
"""
import asyncio
import time

async def watch():
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + 0.2
        await asyncio.sleep(0.2)
        late = loop.time() - due     #: 0 while all is well
        if late > 0.5:
            print(f"late by {late:.1f} s")  #? when

async def rude():
    await asyncio.sleep(0.5)
    time.sleep(1)                    #: freezes everybody
    print("rude is done")            #? next

async def main():
    watching = asyncio.create_task(watch())
    await rude()
    await asyncio.sleep(0.5)
    watching.cancel()

asyncio.run(main())
#= prints "rude is done" "late by 0.9 s"
#= blocked 1.0
#= took 2.0
#= cancelled 1
