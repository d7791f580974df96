"""Deadlock beside thread pools: a job that a worker has taken and not begun is a job; a pool whose jobs are over is none."""

from __future__ import annotations

from tests.runner.programs import play


def test_a_job_that_was_just_taken_is_no_deadlock(python: str) -> None:
    """Between a worker's look into the queue and the job's first line there is nothing to see but the item itself."""
    recording = play(
        """
        import asyncio
        async def main():
            loop = asyncio.get_running_loop()
            for _ in range(4000):
                await loop.run_in_executor(None, int)
        asyncio.run(main())
        """, python)  # fmt: skip
    finished = recording.latest().finished
    assert finished is not None
    assert finished.outcome == "finished"


def test_a_pool_with_nothing_left_to_do_does_not_hide_a_deadlock(python: str) -> None:
    """After jobs that returned, raised, were given up and were never begun."""
    recording = play(
        """
        import asyncio, time
        async def main():
            await asyncio.to_thread(int)
            try:
                await asyncio.to_thread(int, "x")
            except ValueError:
                pass
            try:
                await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.1), 0.01)
            except asyncio.TimeoutError:
                pass
            jobs = [asyncio.create_task(asyncio.to_thread(time.sleep, 0.05)) for _ in range(40)]
            await asyncio.sleep(0)
            for job in jobs:
                job.cancel()
            await asyncio.Event().wait()
        asyncio.run(main())
        """, python)  # fmt: skip
    finished = recording.latest().finished
    assert finished is not None
    assert finished.outcome == "deadlock"
