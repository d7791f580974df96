"""The busy waiter

There are two ways to wait for something. One looks again and again: `while not done: await
sleep(0)`. The other sleeps until it is called: an Event.

Looking is polite, others get their turn. But the loop never rests, and the processor is busy with
nothing. The waiting itself should be left to the loop.

Level: 3
Unit: Blocking
Concepts: polling, busy waiting, Event
Ask: Both wait 0.3 s. How many steps does each of the two take?
Aha: The one that looks takes thousands of steps, the one that waits takes two: up to the wait,
  and after the call.
Try: Look only every 0.1 s, with sleep(0.1). What do you gain, and what do you lose?
Make: A function `wait_until(test)` that polls, and the same with an Event. Compare the steps.
Next: gather_failure
"""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    flag = []
    loop.call_later(0.3, flag.append, "up")
    looks = 0
    while not flag:
        looks += 1
        await asyncio.sleep(0)        #: on the ready queue again
    print("looked often:", looks > 99)  #? next

    bell = asyncio.Event()
    loop.call_later(0.3, bell.set)
    await bell.wait()                 #: one sleep, one wake-up
    print("called once")              #? when

asyncio.run(main())
#= prints "looked often: True" "called once"
#= took 0.6
#= tasks 1
