"""Wait until the typing stops

A search at every key is too much. Debouncing waits for a pause: each key cancels the search that
was planned, and plans a new one.

Cancelling a task that only sleeps costs next to nothing. That makes it a handy building block.

Level: 4
Unit: Patterns
Concepts: debounce, cancel, restart a timer
Ask: Five keys, 0.2 s apart, and a pause of 0.5 s. How many searches, and when?
Aha: One, at 1.3 s: 0.5 s after the last key. The four before it were cancelled in their sleep.
Try: Make the pause 0.1 s. How many searches are there now?
Make: A search that goes out at most every 0.5 s while somebody types without pause.
Next: heartbeat_watch
"""
import asyncio

async def search(text):
    await asyncio.sleep(0.5)
    print("search", text)       #? when

async def main():
    planned = None
    for keys in range(1, 6):
        if planned:
            planned.cancel()    #: it was still asleep
        text = "hello"[:keys]
        planned = asyncio.create_task(search(text))
        await asyncio.sleep(0.2)
    await planned               #? ends

asyncio.run(main())
#= prints "search hello"
#= at search 1.3
#= took 1.3
#= tasks 6
#= cancelled 4
