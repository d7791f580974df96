"""One loop, several runs

`asyncio.run` makes a loop, runs one coroutine, and closes the loop. A Runner keeps the loop
between several runs.

Between two runs the loop stands still. A task that was started in the first run goes on only in
the second.

Level: 5
Unit: Under the hood
Needs: 3.11
Concepts: asyncio.Runner, event loop
Ask: The ticker is started in the first run. How often does it tick between the runs?
Aha: Not at all. Nobody runs the loop then. It goes on in the second run, with the tick that is
  late, and the Runner cancels it at the end.
Try: Use asyncio.run twice instead. What becomes of the ticker?
Make: A little shell that reads commands and runs a coroutine for each of them.
Next: first_coroutine
"""
import asyncio
import time

async def ticker():
    while True:
        print("tick")
        await asyncio.sleep(1)

async def start():
    return asyncio.create_task(ticker())

with asyncio.Runner() as runner:
    ticking = runner.run(start())
    print("between the runs")   #? order
    time.sleep(2)               #: nobody runs the loop
    runner.run(asyncio.sleep(1.5))
    print("over:", ticking.done())  #? ends
#= prints tick "between the runs" tick tick "over: False"
#= took 3.5
#= cancelled 1
