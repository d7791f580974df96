"""A loop that is held is found while it is, with the line that holds it and no other: by C code, in a thread, in a callback, after a late look."""

from __future__ import annotations

import textwrap

import pytest

from asyncplay.insight.trouble import advice
from asyncplay.trace.events import StepBlocked
from asyncplay.trace.recording import Recording
from tests.runner.programs import of, play

REGEX = 're.match(r"(a+)+$", "a" * 24 + "b")'


def lines(recording: Recording) -> set[tuple[int | None, int | None]]:
    """Who was seen to hold the thread, and where."""
    return {(e.task, e.line) for e in of(recording, StepBlocked)}


HOLDERS = {"sum": "sum(range(40_000_000))", "sorted": "sorted(numbers)", "power": "x = 7 ** 1_500_000", "regex": REGEX}


@pytest.mark.parametrize("name", HOLDERS)
def test_the_line_that_held_the_interpreter_is_named_not_the_one_behind_it(python: str, name: str) -> None:
    """C code that lets no other thread run; what comes right behind it is not blamed, neither while it lasts nor afterwards."""
    recording = play(
        f"""
        import asyncio, random, re
        numbers = [random.random() for _ in range(700_000)]
        async def main():
            await asyncio.sleep(0.03)
            {HOLDERS[name]}
            for _ in range(3): print("on")
            await asyncio.sleep(0)
        asyncio.run(main())
        """, python)  # fmt: skip
    assert next(e for e in of(recording, StepBlocked) if e.task == 1).line == 6
    assert [(block.task, block.line) for block in recording.latest().blocks] == [(1, 6)]


def test_a_loop_in_another_thread_is_asked_in_its_own_thread(python: str) -> None:
    """The main thread waits for it in `join`, and is not blamed."""
    recording = play(
        f"""
        import asyncio, re, threading
        async def main():
            await asyncio.sleep(0.03)
            {REGEX}
        thread = threading.Thread(target=lambda: asyncio.run(main()))
        thread.start()
        thread.join()
        """, python)  # fmt: skip
    assert (1, 5) in lines(recording)
    assert 8 not in {line for _, line in lines(recording)}


def test_a_thread_that_holds_the_interpreter_is_named_and_no_step_is_blamed(python: str) -> None:
    """The job of a pool does it, while the loop sleeps or has not come to sleep: its line is told while it lasts, and that it is another thread's."""
    recording = play(
        f"""
        import asyncio, re
        def job():
            {REGEX}
        async def main():
            await asyncio.gather(asyncio.to_thread(job), asyncio.sleep(0.2))
        asyncio.run(main())
        """, python)  # fmt: skip
    seen = of(recording, StepBlocked)
    assert not {e.line for e in seen} & {6, 7}
    assert (None, 4, True) in {(e.task, e.line, e.elsewhere) for e in seen}
    final = recording.latest()
    assert (4, True) in {(block.line, block.elsewhere) for block in final.blocks}
    found = [one for one in advice(final, recording.source, recording.output) if one.rule == "blocking"]
    assert [(one.line, one.message[:35]) for one in found] == [(4, "Another thread held the interpreter")]


def test_a_callback_of_a_timer_is_named(python: str) -> None:
    """No record tells that it begins: the stack does."""
    recording = play(
        f"""
        import asyncio, re
        def callback():
            {REGEX}
        async def main():
            asyncio.get_running_loop().call_later(0.1, callback)
            await asyncio.sleep(1)
        asyncio.run(main())
        """, python)  # fmt: skip
    assert (None, 4) in lines(recording)
    assert 1 not in {task for task, _ in lines(recording)}


def test_a_path_that_is_not_ascii_is_recognised(python: str) -> None:
    """The stack is written in ASCII."""
    recording = play(
        f"""
        import asyncio, re
        async def tâche():
            await asyncio.sleep(0.03)
            {REGEX}
        asyncio.run(tâche())
        """, python, path="/tmp/été \N{SNAKE}.py")  # fmt: skip
    assert (1, 5) in lines(recording)


def test_of_several_lines_in_one_step_the_one_that_held_it_longest_is_blamed(python: str) -> None:
    """All are told while they last."""
    recording = play(
        """
        import asyncio, time
        async def main():
            time.sleep(0.1)
            time.sleep(1.2)
            time.sleep(0.3)
        asyncio.run(main())
        """, python)  # fmt: skip
    assert {(1, 4), (1, 5)} <= lines(recording)
    assert [block.line for block in recording.latest().blocks] == [5]


def test_a_step_that_nobody_saw_has_no_line(python: str) -> None:
    """The line on which it suspended did not hold it: whatever is not known is not told."""
    recording = play(
        """
        import asyncio, time
        async def main():
            end = time.monotonic() + 0.052
            while time.monotonic() < end: pass
            await asyncio.sleep(0)
        asyncio.run(main())
        """, python)  # fmt: skip
    assert 6 not in {block.line for block in recording.latest().blocks}


def test_time_that_passes_in_a_step_on_a_virtual_clock_has_its_line(python: str) -> None:
    """`time.sleep`, and polling the clock, take no real time in which anybody could look."""
    recording = play(
        """
        import asyncio, time
        async def main():
            await asyncio.sleep(1)
            time.sleep(2)
            x = 1
            await asyncio.sleep(1)
            end = time.monotonic() + 10
            while time.monotonic() < end:
                pass
            await asyncio.sleep(1)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [(block.line, round(block.seconds)) for block in recording.latest().blocks] == [(5, 2), (9, 10)]


def test_the_first_step_of_an_eager_task_is_blamed_not_its_creators(python: str) -> None:
    """From 3.12 on it runs inside its creator's; and it has its coroutine's name (3.13 calls it "None")."""
    source = textwrap.dedent(
        """
        import asyncio, sys, time
        async def eager():
            time.sleep(0.2)
        async def main():
            if sys.version_info >= (3, 12): asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            await asyncio.create_task(eager())
        asyncio.run(main())
        """)  # fmt: skip
    recording = play(source, python)
    found = [one for one in advice(recording.latest(), source, recording.output) if one.rule in ("blocking", "slow-step")]
    assert [(one.rule, one.line) for one in found] == [("blocking", 4)]
    assert found[0].message.startswith("2 eager held the loop")
