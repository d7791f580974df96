"""What may still wake a loop: threads of every make, children that live; and a deadlock that is there only once the last of these is gone."""

from __future__ import annotations

import pytest

from asyncplay.trace.recording import Recording
from tests.runner.programs import out, play


def outcome(recording: Recording) -> str:
    finished = recording.latest().finished
    assert finished is not None
    return finished.outcome


@pytest.mark.parametrize("clock", ["real", "virtual"])
def test_a_thread_that_threading_does_not_know_may_wake_the_loop(python: str, clock: str) -> None:
    """`_thread.start_new_thread`: no deadlock, and no false timeout on a virtual clock."""
    recording = play(
        """
        import _thread, asyncio, time
        def work(loop, event):
            end = time.thread_time() + 0.2
            while time.thread_time() < end: pass
            loop.call_soon_threadsafe(event.set)
        async def main():
            event, loop = asyncio.Event(), asyncio.get_running_loop()
            _thread.start_new_thread(work, (loop, event))
            await event.wait()
            event.clear()
            _thread.start_new_thread(work, (loop, event))
            await asyncio.wait_for(event.wait(), 50)
            print("set")
        asyncio.run(main())
        """, python, clock)  # fmt: skip
    assert (outcome(recording), out(recording)) == ("finished", ["set"])


BESIDE = {
    "a thread": "threading.Thread(target=time.sleep, args=(0.3,)).start()",
    "a raw thread": "_thread.start_new_thread(time.sleep, (0.3,))",
    "a job that was given up": "asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.3).cancel()",
    "a child": "subprocess.Popen(['sleep', '0.3'])",
    "a child that is over and was not waited for": "subprocess.Popen(['true'])",
}


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("clock", ["real", "virtual"])
def test_a_deadlock_is_found_once_nothing_else_is_left(python: str, clock: str, name: str) -> None:
    """The loop sleeps already when the last one that could have woken it goes."""
    recording = play(
        f"""
        import _thread, asyncio, subprocess, threading, time
        async def main():
            {BESIDE[name]}
            await asyncio.Event().wait()
        asyncio.run(main())
        """, python, clock, timeout=30)  # fmt: skip
    assert outcome(recording) == "deadlock"
