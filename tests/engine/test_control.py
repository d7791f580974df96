"""A running program is paused, stepped, cancelled and stopped at breakpoints from outside, and its clock stands still meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session
from asyncplay.trace.events import CancelAsked, ProgramPaused, ProgramResumed, StepStarted, TaskDone

PATIENCE_S = 60.0
THINKING_S = 0.4

TWO = """\
import asyncio
async def worker(n):
    for k in range(3):
        await asyncio.sleep(0.02)
async def main():
    start = asyncio.get_running_loop().time()
    async with asyncio.timeout(1.9):
        await asyncio.gather(worker(1), worker(2))
    print("slept", asyncio.get_running_loop().time() - start)
asyncio.run(main())
"""
FOREVER = "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(0.01)\nasyncio.run(main())\n"


@contextlib.asynccontextmanager
async def running(source: str, python: str | None = None, **options: object) -> AsyncIterator[Session]:
    engine = Engine(spares=False)
    try:
        yield await engine.start(replace(RunRequest(source, "/tmp/snippet.py", python=python), **options))  # type: ignore[arg-type]
    finally:
        await engine.close()


async def until(session: Session, what: Callable[[], bool]) -> None:
    """Wait for that; fail when the run ends before it, or after much patience."""
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert not session.over, session.recording.events[-1]
        assert time.monotonic() < end, session.recording.events[-5:]
        await asyncio.sleep(0.002)


def pauses(session: Session) -> list[ProgramPaused]:
    return [event for event in session.recording.events if isinstance(event, ProgramPaused)]


async def test_five_steps_with_a_human_thinking_fire_no_timeout(python: str) -> None:
    """Two seconds of thinking, and `timeout(1.9)` holds: the loop's clock stood still."""
    async with running(TWO, python, paused=True) as session:
        for n in range(5):
            await until(session, lambda: session.paused)
            before = session.now()
            await asyncio.sleep(THINKING_S)
            assert session.now() == before
            assert len(pauses(session)) == n + 1
            session.step()
        await until(session, lambda: len(pauses(session)) == 6)
        session.resume()
        finished = await session.wait()
    assert finished.outcome == "finished"
    (printed,) = session.recording.output
    assert float(printed.text.split()[1]) < 1.9
    assert finished.at < 1.9
    assert finished.wall_seconds > 5 * THINKING_S


async def test_a_step_lets_one_task_step_through(python: str) -> None:
    """Between two pauses at most one task step begins; the first pause is before the first step, and names it."""
    async with running(TWO, python, paused=True) as session:
        await until(session, lambda: session.paused)
        assert session.paused_at is not None
        assert (session.paused_at.task, session.paused_at.line, session.paused_at.reason) == (1, 5, "start")
        for n in range(1, 9):
            session.step()
            await until(session, lambda n=n: len(pauses(session)) > n)  # type: ignore[misc]
        session.resume()
        await session.wait()
    counts, steps = [], 0
    for event in session.recording.events:
        steps += isinstance(event, StepStarted)
        if isinstance(event, ProgramPaused):
            counts.append(steps)
            steps = 0
    assert counts[0] == 0
    assert set(counts[1:]) <= {0, 1}
    assert sum(counts) >= 5
    assert all(event.reason == "step" for event in pauses(session)[1:])


async def test_a_running_program_pauses_and_goes_on(python: str) -> None:
    """Nothing happens while it is paused, and it goes on where it stood."""
    async with running(FOREVER, python) as session:
        await until(session, lambda: session.recording.seq > 20)
        session.pause()
        await until(session, lambda: session.paused)
        seq = session.recording.seq
        await asyncio.sleep(THINKING_S)
        assert session.recording.seq == seq
        assert session.recording.latest().paused is not None
        session.resume()
        await until(session, lambda: session.recording.seq > seq + 20)
        assert not session.paused
        assert session.recording.latest().paused is None
        session.stop()
        assert (await session.wait()).outcome == "stopped"


async def test_an_idle_loop_pauses_at_once_and_its_timer_waits(python: str) -> None:
    """A loop that sleeps is paused in its sleep; the rest of the sleep is still to come after a pause that was longer."""
    source = "import asyncio\nasync def main():\n    await asyncio.sleep(1.2)\nasyncio.run(main())\n"
    async with running(source, python) as session:
        await until(session, lambda: session.recording.latest().idle)
        session.pause()
        await until(session, lambda: session.paused)
        stood = session.now()
        assert stood < 1.2
        await asyncio.sleep(0.6)
        assert session.now() == stood
        session.resume()
        finished = await session.wait()
    assert finished.outcome == "finished"
    assert finished.at > 1.19
    assert finished.wall_seconds > 1.2 + 0.59


async def test_a_pause_waits_for_a_stuck_step(python: str) -> None:
    """A step cannot be interrupted: until its end the session is pausing, then it is paused."""
    source = "import asyncio, time\nasync def main():\n    time.sleep(0.7)\n    await asyncio.sleep(0)\n    print('on')\nasyncio.run(main())\n"
    async with running(source, python) as session:
        await until(session, lambda: session.heartbeat is not None)
        session.pause()
        assert session.pausing
        assert not session.paused
        await until(session, lambda: session.paused)
        assert not session.pausing
        assert not session.recording.output
        session.resume()
        assert (await session.wait()).outcome == "finished"


async def test_the_wall_limit_does_not_count_a_pause(python: str) -> None:
    """Paused for longer than the limit, the run is still alive; running, it meets it."""
    async with running(FOREVER, python, timeout=1.0, paused=True) as session:
        await until(session, lambda: session.paused)
        await asyncio.sleep(1.3)
        assert session.paused
        session.resume()
        finished = await session.wait()
    assert finished.outcome == "timeout"
    assert finished.wall_seconds > 2.2


async def test_a_pause_that_nobody_asked_for_buys_no_time() -> None:
    """A snippet that writes the pause into its own trace is still stopped by the wall limit."""
    forged = (
        "import asyncio, time\nasyncio.Handle._run.__globals__['record'].line('paused', n=0, t=1, task=0, line=1, reason='pause')\ntime.sleep(60)\n"
    )  # fmt: skip
    async with running(forged, timeout=1.0) as session:
        finished = await session.wait()
    assert finished.outcome == "timeout"
    assert pauses(session)


async def test_a_chosen_task_is_cancelled_from_outside(python: str) -> None:
    """The task ends as cancelled, by nobody in the program; the others do not notice."""
    source = (
        "import asyncio\nasync def sleeper(): await asyncio.sleep(1000)\nasync def main():\n"
        "    a, b = asyncio.create_task(sleeper()), asyncio.create_task(sleeper())\n    await asyncio.wait([a])\n"
        "    print(a.cancelled(), b.done())\n    b.cancel()\nasyncio.run(main())\n"
    )  # fmt: skip
    async with running(source, python) as session:
        await until(session, lambda: session.recording.latest().idle)
        session.cancel(2)
        assert (await session.wait()).outcome == "finished"
    assert [line.text for line in session.recording.output] == ["True False"]
    assert [event.task for event in session.recording.events if isinstance(event, CancelAsked)] == [2]
    assert next(event.task for event in session.recording.events if isinstance(event, TaskDone) and event.outcome == "cancelled") == 2


async def test_a_paused_task_is_cancelled_in_its_place(python: str) -> None:
    """Cancelling works while the program stands still, too."""
    async with running(FOREVER, python, paused=True) as session:
        await until(session, lambda: session.paused)
        session.step()
        await until(session, lambda: len(pauses(session)) > 1)
        session.cancel(1)
        session.resume()
        finished = await session.wait()
    assert finished.exit_code == 1
    assert session.recording.latest().error is not None


BREAKS = """\
import asyncio
async def inner():
    await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)
async def main():
    for n in range(2):
        await inner()
    other = asyncio.create_task(inner())
    await other
asyncio.run(main())
"""


async def stops(session: Session) -> list[tuple[int | None, int | None]]:
    """Let the program run on at each breakpoint, to its end: (task, line) of each."""
    seen = 0
    while not session.over:
        await asyncio.sleep(0.002)
        if session.paused and len(pauses(session)) > seen:
            seen = len(pauses(session))
            session.resume()
    found = pauses(session)
    return [(event.task, event.line) for event in found if event.reason == "breakpoint"]


async def test_the_program_pauses_where_a_step_suspends_on_a_line_or_resumes_from_it(python: str) -> None:
    """Line 4 is come to three times, twice by main and once by the other task: each time a suspension and a resumption."""
    async with running(BREAKS, python, breakpoints={4: None}) as session:
        assert await stops(session) == [(1, 4)] * 4 + [(2, 4)] * 2


async def test_a_breakpoint_may_be_for_one_task(python: str) -> None:
    """The same line, in task 2 alone."""
    async with running(BREAKS, python, breakpoints={4: 2}) as session:
        assert await stops(session) == [(2, 4)] * 2


async def test_a_line_that_awaits_another_coroutine_is_come_to_once(python: str) -> None:
    """Line 7 awaits inner, which suspends twice: one pause for each call."""
    async with running(BREAKS, python, breakpoints={7: None}) as session:
        assert await stops(session) == [(1, 7)] * 2


async def test_every_step_of_a_task_can_be_a_breakpoint(python: str) -> None:
    """Task 2 resumes three times."""
    async with running(BREAKS, python, paused=True) as session:
        await until(session, lambda: session.paused)
        session.set_breakpoints({}, tasks=[2])
        session.resume()
        await until(session, lambda: len(pauses(session)) > 1)
        assert [task for task, _ in await stops(session)] == [2, 2, 2]


async def test_the_gate_is_gone_after_a_pause(python: str) -> None:
    """A program that goes on pays nothing: Handle._run and select are what they were."""
    source = (
        "import asyncio, selectors\nfrom asyncio import events\nasync def main():\n    await asyncio.sleep(0.001)\n"
        "    print(events.Handle._run.__name__, selectors.DefaultSelector.select.__name__)\nasyncio.run(main())\n"
    )  # fmt: skip
    async with running(source, python, paused=True) as session:
        await until(session, lambda: session.paused)
        session.resume()
        await session.wait()
    assert "gated" not in session.recording.output[0].text


async def test_ctrl_c_reaches_a_paused_program(python: str) -> None:
    """SIGINT cancels the main task as python would; after the pause KeyboardInterrupt ends the program."""
    source = "import asyncio\nasync def main():\n    try:\n        await asyncio.sleep(1000)\n    finally:\n        print('cleaned up')\nasyncio.run(main())\n"
    async with running(source, python) as session:
        await until(session, lambda: session.recording.latest().idle)
        session.pause()
        await until(session, lambda: session.paused)
        session.interrupt()
        await asyncio.sleep(0.05)
        session.resume()
        finished = await session.wait()
    assert finished.exit_code == 130
    assert session.recording.output[0].text == "cleaned up"
    assert any(isinstance(event, ProgramResumed) for event in session.recording.events)


async def test_a_snippet_that_closes_the_pipe_is_not_stuck() -> None:
    """Nobody can tell it to go on, so it goes on by itself."""
    source = "import asyncio, os, sys\nasync def main():\n    os.close(200)\n    await asyncio.sleep(0.05)\n    print('on')\nasyncio.run(main())\n"
    async with running(source, paused=True) as session:
        await until(session, lambda: session.paused)
        session.step()
        finished = await session.wait()
    assert finished.outcome == "finished"
    assert session.recording.output[0].text == "on"
