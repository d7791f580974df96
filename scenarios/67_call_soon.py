"""call_soon, call_later, call_at

Below the tasks lie plain calls. `call_soon` puts one at the end of the ready queue, `call_later`
sets a timer so many seconds from now, `call_at` one at a time of the loop's own clock.

They take functions, not coroutines. Each step of a task goes through the same queue.

Level: 4
Unit: Under the hood
Concepts: call_soon, call_later, call_at, loop.time
Ask: The calls are made in the order later, at, soon. In which order do they run?
Aha: soon, when main suspends; then at, at 0.5 s; then later, at 1 s.
Try: `loop.call_soon(print, "x")` inside a callback. Does it run in the same round?
Make: A call that is cancelled before its time: keep the handle and call its `cancel()`.
Next: custom_await
"""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_later(1, print, "later")
    loop.call_at(now + 0.5, print, "at")
    loop.call_soon(print, "soon")
    print("main goes on")     #? next
    await asyncio.sleep(2)    #? order
    print("main ends")

asyncio.run(main())
#= prints "main goes on" soon at later "main ends"
#= at soon 0.0
#= at at 0.5
#= at later 1.0
#= took 2.0
#= tasks 1
