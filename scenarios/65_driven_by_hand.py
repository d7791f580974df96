"""A coroutine driven by hand

A coroutine object has a method `send`. It runs the body up to the next place where it suspends,
and gives you what was handed out there. When the body returns, `send` raises StopIteration with
the result.

That is all that a loop does with it. Here there is no loop, no task and no asyncio.

Level: 5
Unit: Under the hood
Concepts: coroutine object, send, StopIteration, __await__
Ask: Two calls of send. What does the first one return, and how does the second one end?
Aha: The first returns what Pause hands out. The second runs the rest; the result is in the
  StopIteration.
Try: A third `send(None)` at the end. What does Python say?
Make: A second coroutine, and a loop that sends to the two in turn until both are done.
Next: future_by_hand
"""
class Pause:
    def __await__(self):
        got = yield "paused"  #: out to the caller of send
        return got

async def greet():
    print("greet begins")
    name = await Pause()
    print("hello", name)
    return 42

coroutine = greet()
print("made")                     #? next
print("first send:", coroutine.send(None))
try:
    coroutine.send("Ann")         #: the value of the yield
except StopIteration as stop:
    print("returned", stop.value)
#= prints made "greet begins" "first send: paused" "hello Ann" "returned 42"
#= tasks 0
#= silent
