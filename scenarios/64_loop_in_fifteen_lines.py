"""An event loop in fifteen lines

An event loop is a queue of calls and a list of timers. It makes the calls that are ready, one
after the other; when there is none, it sleeps until the next timer.

No magic and no thread. asyncio's loop does the same, with sockets and a hundred details besides.

Level: 5
Unit: Under the hood
Concepts: event loop, ready queue, timers
Ask: Two calls are ready and one timer is set. In which order do the lines come?
Aha: First what was ready, first in, first out; what those add goes behind them; the timer last.
Try: Give the loop a second timer with the same time. Why does heapq not like it?
Make: A method `stop`, which ends run() though timers are left.
Next: driven_by_hand
"""
import heapq
import time
from collections import deque

class Loop:
    def __init__(self):
        self.ready = deque()
        self.timers = []

    def later(self, seconds, call, *args):
        when = time.monotonic() + seconds
        heapq.heappush(self.timers, (when, call, args))

    def run(self):
        while self.ready or self.timers:
            if not self.ready:
                when, *ready = heapq.heappop(self.timers)
                time.sleep(max(0, when - time.monotonic()))
                self.ready.append(ready)
            call, args = self.ready.popleft()
            call(*args)           #: one step of the program

loop = Loop()
loop.ready.append((print, ["first"]))
loop.ready.append((loop.later, [1, print, "later"]))
loop.ready.append((print, ["second"]))
loop.run()                        #? order
#= prints first second "later"
#= at "later" 1.0
#= tasks 0
#= silent
