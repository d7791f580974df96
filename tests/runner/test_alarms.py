"""An exception that a signal handler raises reaches the program wherever it comes, in the tracer's own code, too."""

from __future__ import annotations

from tests.runner.programs import out, play

SOURCE = """
import asyncio, signal, time, sys
class Alarm(Exception): pass
armed = False
fired = 0
def handler(*a):
    global fired
    if armed:
        fired += 1
        raise Alarm
signal.signal(signal.SIGALRM, handler)
seen = lost = odd = 0
async def busy():
    end = time.monotonic() + 0.02
    while time.monotonic() < end:
        await asyncio.sleep(0)
for i in range(60):
    caught = []
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda l, c: caught.append(type(c.get("exception")).__name__))
    before = fired
    try:
        task = loop.create_task(busy())
        armed = True
        signal.setitimer(signal.ITIMER_REAL, 0.003 + i * 0.00001)
        loop.call_later(1, loop.stop)
        loop.run_until_complete(task)
        armed = False
    except Alarm:
        armed = False
        seen += 1
    except RuntimeError as e:
        armed = False
        odd += 1
    else:
        if "Alarm" in caught: seen += 1
        elif fired > before: lost += 1
    armed = False
    signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
    except BaseException as e: pass
print(lost, seen > 20)
"""


def test_what_a_signal_handler_raises_is_never_swallowed(python: str) -> None:
    """A busy loop is interrupted sixty times: by asyncio's own rules the exception ends the run, or is complained of; it is not lost."""
    assert out(play(SOURCE, python)) == ["0 True"]
