"""Ctrl+C, tamed

A signal may arrive in the middle of any line. With `add_signal_handler` the loop notes it, and
calls your function when its turn comes, between two steps.

So the function may touch tasks and events like any other callback. It cannot interrupt a step.

Level: 4
Unit: Real I/O
Needs: unix
Concepts: signals, add_signal_handler, Event
Ask: The signal arrives at 1 s, while main waits. Where does the handler run?
Aha: In the loop, as a callback of its own. It sets the event, main becomes ready, and main goes on.
Try: Let main do `time.sleep(2)` after "serving". When does it leave now?
Make: The first signal asks politely, the second one leaves at once.
Next: graceful_shutdown
"""
import asyncio
import os
from signal import SIGTERM

async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(SIGTERM, stop.set)
    loop.call_later(1, os.kill, os.getpid(), SIGTERM)
    print("serving")          #? next
    await stop.wait()         #: set by the handler
    print("leaving politely") #? when

asyncio.run(main())
#= prints serving "leaving politely"
#= at "leaving" 1.0
#= took 1.0
#= done 1
#= silent
