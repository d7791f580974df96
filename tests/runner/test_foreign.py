"""Loops that are not asyncio's own: named once, and the program runs as it would. Loops derived from asyncio's are traced like those."""

from __future__ import annotations

import functools
import subprocess

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.events import LoopForeign, LoopIdle, TaskCreated, TaskDone
from tests.runner.programs import of, out, play, waits
from tests.runner.test_survival import finish

MAIN = """
import asyncio, sys, time, warnings
import {module}
async def child():
    await asyncio.sleep(0.01)
    return 3
async def serve(reader, writer):
    writer.write(await reader.read(1))
    writer.close()
async def main():
    print(type(asyncio.get_running_loop()).__module__)
    print(await asyncio.create_task(child()), await asyncio.wait_for(child(), 5), await asyncio.to_thread(int, "7"))
{more}
"""
REST = """
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "raise SystemExit(4)")
    print(await process.wait())
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    writer.write(b"x")
    print(await reader.read())
    writer.close()
    server.close()
"""
WAYS = {
    "run": "uvloop.run(main())",
    "install": "warnings.simplefilter('ignore')\nuvloop.install()\nasyncio.run(main())",
    "runner": "with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:\n    runner.run(main())",
    "loop": "loop = uvloop.new_event_loop()\nloop.run_until_complete(main())\nloop.close()",
}


@functools.cache
def has_uvloop(python: str) -> bool:
    return subprocess.run([python, "-c", "import uvloop"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def python_with_uvloop(python: str) -> str:
    if not has_uvloop(python):
        pytest.skip(f"uvloop is not installed for {python}")
    return python


@pytest.mark.parametrize("way", WAYS)
def test_a_program_on_uvloop_runs_and_the_loop_is_named_once(way: str, python_with_uvloop: str) -> None:
    """However the loop is made; tasks, threads, children and streams do what they do."""
    recording = play(MAIN.format(module="uvloop", more=REST + WAYS[way]), python_with_uvloop)
    assert out(recording) == ["uvloop", "3 3 7", "4", "b'x'"], [line.text for line in recording.output]
    assert finish(recording) == ("finished", 0, None)
    assert [event.name for event in of(recording, LoopForeign)] == ["uvloop.Loop"]
    (note,) = recording.latest().notes
    assert note.startswith("uvloop.Loop is no loop of asyncio's own: it runs")
    assert recording.latest().events_dropped == 0


@pytest.mark.parametrize("level", ["contained", "contained-bwrap", "restricted", "guarded", "open"])
async def test_uvloop_runs_at_each_sandbox_level(level: str, python_with_uvloop: str) -> None:
    """The system calls it makes are allowed (but for what a level allows no program: children, at `restricted`)."""
    engine = Engine(spare_idle_s=0)
    session = await engine.start(RunRequest(MAIN.format(module="uvloop", more=WAYS["run"]), "snippet.py", python=python_with_uvloop, level=level))
    await session.wait()
    await engine.close()
    if finish(session.recording)[0] == "setup_failed":
        pytest.skip(f"level {level} does not work here: {session.error}")
    assert out(session.recording) == ["uvloop", "3 3 7"], [line.text for line in session.recording.output]


def test_a_virtual_clock_goes_with_the_real_one_while_uvloop_runs(python_with_uvloop: str) -> None:
    """It sleeps in C: a clock that stood still meanwhile would say that no time passed. Afterwards sleeps are jumped over again."""
    recording = play(
        """
        import asyncio, time, uvloop
        async def main():
            before, loop = time.monotonic(), asyncio.get_running_loop().time()
            await asyncio.sleep(0.3)
            print(time.monotonic() - before >= 0.29, asyncio.get_running_loop().time() - loop >= 0.29)
        uvloop.run(main())
        before = time.monotonic()
        asyncio.run(asyncio.sleep(3600))
        print(3600 <= time.monotonic() - before < 3630)
        """, python_with_uvloop, "virtual")  # fmt: skip
    assert out(recording) == ["True True", "True"]


def test_a_loop_derived_from_asyncios_is_traced_like_it(python: str) -> None:
    """By `loop_factory`: nothing is foreign, and its sleeps and waits are told."""
    recording = play(
        """
        import asyncio
        class Mine(asyncio.SelectorEventLoop):
            def call_soon(self, callback, *args, context=None):
                return super().call_soon(callback, *args, context=context)
        async def child():
            await asyncio.sleep(1)
        async def main():
            await asyncio.create_task(child())
        with asyncio.Runner(loop_factory=Mine) as runner:
            runner.run(main())
        """, python, "virtual")  # fmt: skip
    assert not of(recording, LoopForeign)
    created = {event.task: (event.coro, event.line, event.parent) for event in of(recording, TaskCreated)}
    assert (created[1][0], created[2]) == ("main", ("child", 9, 1))
    assert [(wait.kind, wait.line) for wait in waits(recording, 2)] == [("sleep", 7)]
    assert [(wait.kind, wait.tasks) for wait in waits(recording, 1)] == [("task", (2,))]
    assert [round(event.until or 0, 3) for event in of(recording, LoopIdle)][:1] == [1.0]


HAND_WRITTEN = """
import asyncio, collections, heapq, time
class Loop(asyncio.AbstractEventLoop):
    def __init__(self):
        self.ready, self.timers, self.count = collections.deque(), [], 0
    def get_debug(self): return False
    def is_running(self): return True
    def time(self): return time.monotonic()
    def call_soon(self, callback, *args, context=None):
        self.ready.append(asyncio.Handle(callback, args, self, context))
        return self.ready[-1]
    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)
    def call_at(self, when, callback, *args, context=None):
        self.count += 1
        heapq.heappush(self.timers, (when, self.count, asyncio.TimerHandle(when, callback, args, self, context)))
        return self.timers[0][2]
    def _timer_handle_cancelled(self, handle): pass
    def create_future(self): return asyncio.Future(loop=self)
    def create_task(self, coro, **options): return asyncio.Task(coro, loop=self, **options)
    def run(self, coro):
        asyncio._set_running_loop(self)
        try:
            task = self.create_task(coro)
            while not task.done():
                while self.timers and self.timers[0][0] <= self.time(): self.ready.append(heapq.heappop(self.timers)[2])
                if self.ready: self.ready.popleft()._run()
                elif self.timers: time.sleep(max(0, self.timers[0][0] - self.time()))
            return task.result()
        finally:
            asyncio._set_running_loop(None)
async def child():
    await asyncio.sleep(0.01)
    return 3
async def main():
    print(await asyncio.gather(child(), child()))
    return 5
print(Loop().run(main()))
"""


@pytest.mark.parametrize("clock", ["real", "virtual", "x10"])
def test_a_loop_written_by_hand_runs_and_is_named(clock: str, python: str) -> None:
    """What it does by asyncio's handles and tasks is told: its tasks, how they ended; nothing is lost."""
    recording = play(HAND_WRITTEN, python, clock)
    assert out(recording) == ["[3, 3]", "5"], [line.text for line in recording.output]
    assert [event.name for event in of(recording, LoopForeign)] == ["__main__.Loop"]
    assert [event.outcome for event in of(recording, TaskDone)] == ["returned"] * 3
    assert recording.latest().damaged is None
    assert recording.latest().events_dropped == 0
