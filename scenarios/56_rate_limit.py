"""Two per second

A semaphore limits how many are at work at once. A rate limit says how many may begin in a given
time, however long each takes. They are different knobs, and many need both.

This one gives out places: each caller takes the next free moment, and sleeps until then.

Level: 4
Unit: Patterns
Concepts: rate limit, scheduling
Ask: Seven calls, two per second. When does the last one begin?
Aha: At 3 s: one at 0 s, then one every half second.
Try: Allow four per second. When does the last one begin now?
Make: Allow bursts: up to three calls at once after a quiet time.
Next: retry_backoff
"""
import asyncio

class Limiter:
    def __init__(self, per_second):
        self.gap = 1 / per_second
        self.free_at = 0.0

    async def wait(self):
        now = asyncio.get_running_loop().time()
        place = max(now, self.free_at)
        self.free_at = place + self.gap  #: no await in between
        await asyncio.sleep(place - now)

async def call(number, limiter):
    await limiter.wait()
    print("call", number)                #? when

async def main():
    limiter = Limiter(per_second=2)
    calls = [call(n, limiter) for n in range(7)]
    await asyncio.gather(*calls)

asyncio.run(main())
#= at "call 0" 0.0
#= at "call 3" 1.5
#= at "call 6" 3.0
#= count call 7
#= took 3.0
