"""Freeze everybody

The loop runs in one thread. While a task holds it with `time.sleep`, nothing else runs: no other
task, no timer, no callback. `async def` in front of the function does not help.

Timers that ran out meanwhile are late, and they fire once, not once for each beat that was missed.

Level: 2
Unit: Blocking
Concepts: time.sleep, heartbeat, blocking call
Ask: The heartbeat ticks every 0.5 s. How many ticks appear during the 2 seconds of time.sleep?
Aha: None. From 0.7 s to 2.7 s rude() holds the loop. The tick that was due at 1.0 s comes when
  rude lets go.
Try: Replace time.sleep(2) by `await asyncio.sleep(2)`. Count the ticks again.
Make: A task that notices a frozen loop: it sleeps 0.1 s and says so when it wakes 0.5 s late.
Next: to_thread
"""
import asyncio
import time

async def heartbeat():
    while True:
        print("tick")            #? count: How many ticks?
        await asyncio.sleep(0.5)

async def rude():
    await asyncio.sleep(0.7)
    print("rude starts")         #? next
    time.sleep(2)                #: nobody else can run now
    print("rude ends")

async def main():
    beating = asyncio.create_task(heartbeat())
    await rude()
    await asyncio.sleep(0.6)
    beating.cancel()

asyncio.run(main())
#= prints tick tick "rude starts" "rude ends" tick tick
#= at "rude ends" 2.7
#= blocked 2.0
#= took 3.3
#= cancelled 1
