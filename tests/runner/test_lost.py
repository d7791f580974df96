"""What the tracer fails to record is counted, and the program goes on as if nothing were."""

from __future__ import annotations

import pytest

from asyncplay.trace.events import EventsDropped, RunFinished, TaskNamed
from tests.runner.programs import of, out, play, waits

SOURCE = """
import asyncio
class Strange(asyncio.tasks._PyTask):
    @property
    def _fut_waiter(self):
        if self.asked_by_tracer():
            raise ZeroDivisionError
        return self._waits
    @_fut_waiter.setter
    def _fut_waiter(self, value):
        self._waits = value
    def asked_by_tracer(self):
        import sys
        return sys._getframe(2).f_code.co_name == "suspended"
async def work():
    for _ in range(6):
        await asyncio.sleep(0.001)
    print("over")
async def main():
    asyncio.get_running_loop().set_task_factory(lambda loop, coro, **options: Strange(coro, loop=loop, **options))
    await asyncio.create_task(work())
asyncio.run(main())
"""


def test_each_failure_of_the_tracer_is_counted(python):
    """Seven steps of a task that cannot be looked at, and one each of the two with which `asyncio.run` ends: nine events are missing, and that is said."""
    recording = play(SOURCE, python)
    assert out(recording) == ["over"]
    assert of(recording, RunFinished)[0].outcome == "finished"
    assert sum(event.count for event in of(recording, EventsDropped)) == 9
    assert recording.latest().events_dropped == 9

CLOSED = """
import asyncio
from asyncio import sslproto
async def main():
    reader = asyncio.StreamReader()
    reader._transport = sslproto._SSLProtocolTransport.__new__(sslproto._SSLProtocolTransport)
    %s
    reading = asyncio.create_task(reader.read(1), name="reading")
    await asyncio.sleep(0.01)
    reader.feed_eof()
    print(await reading)
asyncio.run(main())
"""


@pytest.mark.parametrize(("state", "dropped"), [("reader._transport._ssl_protocol, reader._transport._closed = None, True", 0), ("", 1)])
def test_a_wait_is_told_though_its_stream_is_not_as_it_should_be(python, state, dropped):
    """TLS that is closed has no descriptor any more; one that was never opened is as nobody knows it: what its reader waits for is told all the same."""
    recording = play(CLOSED % state, python)
    assert out(recording) == ["b''"]
    reading = next(e.task for e in of(recording, TaskNamed) if e.name == "reading")
    assert [wait.kind for wait in waits(recording, reading)] == ["stream.read"]
    assert sum(event.count for event in of(recording, EventsDropped)) == dropped
