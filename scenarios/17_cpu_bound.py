"""Work for the processor

Waiting can overlap in one thread, calculating cannot. asyncio makes no calculation faster, and in
ordinary CPython threads do not either: one of them runs Python code at a time.

Processes have interpreters of their own. With `run_in_executor` the loop hands them the work, and
stays free for everybody else.

Level: 3
Unit: Blocking
Clock: real
Concepts: CPU-bound, ProcessPoolExecutor, run_in_executor
Ask: Does the clock task tick while the two processes calculate?
Aha: Yes. The calculation happens in other processes; the loop only waits for their answers.
Try: Call `count(2_000_000)` directly in main. What becomes of the ticks?
Make: Measure one process against two for a bigger number, and print how much faster it went.
Next: threads_vs_asyncio
"""
import asyncio
from concurrent.futures import ProcessPoolExecutor

def count(limit):
    return sum(number % 7 == 0 for number in range(limit))

async def tick(ticks):
    while True:
        ticks.append("tick")
        await asyncio.sleep(0.01)

async def main():
    ticks = []
    ticking = asyncio.create_task(tick(ticks))
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as pool:
        one = loop.run_in_executor(pool, count, 700_000)
        two = loop.run_in_executor(pool, count, 700_000)
        print(await asyncio.gather(one, two))  #? next
    ticking.cancel()
    print("ticked:", len(ticks) > 1)

if __name__ == "__main__":  #: the processes read this file
    asyncio.run(main())
#= prints "[100000, 100000]" "ticked: True"
#= cancelled 1
#= silent
