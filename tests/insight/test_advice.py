"""Advice word for word, on each interpreter: tasks nobody keeps, a loop inside a loop, generators left open."""

from __future__ import annotations

import pytest

from asyncplay.insight.trouble import advice
from asyncplay.trace.events import GeneratorAbandoned, LoopComplained, TaskDestroyed
from tests.runner.programs import of, out, play

NESTED = "A loop runs already, and a thread can run only one. Inside a coroutine, write await instead of asyncio.run()."


def told(source: str, python: str) -> tuple[list[str], list[tuple[str, int | None, str]]]:
    """What was printed, and the advice; but for what a busy machine holds up."""
    recording = play(source, python)
    found = advice(recording.latest(), recording.source, recording.output)
    return out(recording), [(one.rule, one.line, one.message) for one in found if one.rule != "blocking"]


LOST = """\
import asyncio, gc
async def poll():
    await asyncio.get_running_loop().create_future()
async def main():
    asyncio.create_task(poll(), name="poller")
    kept = asyncio.create_task(poll())
    await asyncio.sleep(0)
    gc.collect()
    print(len(asyncio.all_tasks()))
    kept.cancel()
    await asyncio.wait([kept])
asyncio.run(main())
"""


def test_a_task_that_nobody_keeps_is_lost_as_under_plain_python_and_that_is_told(python: str) -> None:
    """The line that made it; the one that is kept is not lost."""
    text = "2 poller was thrown away while it still waited: nobody kept a reference. Keep what create_task() returns."
    recording = play(LOST, python)
    assert [event.task for event in of(recording, TaskDestroyed)] == [2]
    assert [event.message for event in of(recording, LoopComplained)] == ["Task was destroyed but it is pending!"]
    assert told(LOST, python) == (["2"], [("task-lost", 5, text)])


INSIDE = {
    "asyncio.run": ("print(asyncio.run(inner()))", 6),
    "caught": ("try: asyncio.run(inner())\n    except RuntimeError: pass", 6),
    "Runner": ("with asyncio.Runner() as runner: runner.run(inner())", 6),
    "the loop itself": ("asyncio.get_running_loop().run_until_complete(inner())", 6),
    "another loop": ("asyncio.new_event_loop().run_until_complete(inner())", 6),
    "through a function": ("plain()", 4),
    "in a task": ("await asyncio.create_task(child())", 4),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_second_loop_inside_a_running_one_is_found_and_located(name: str, python: str) -> None:
    """However it was to run, and whether or not the program caught the error; and nothing else is claimed."""
    text, line = INSIDE[name]
    source = (
        f"import asyncio\nasync def inner(): return 1\ndef plain():\n    asyncio.run(inner())\nasync def main():\n    {text}\n"
        "async def child(): plain()\nasyncio.run(main())\n"
    )
    assert told(source, python)[1] == [("nested-run", line, NESTED)]


def test_each_second_loop_is_located_where_the_errors_are_caught_in_functions_and_nothing_warns(python: str) -> None:
    """Every line, also of a coroutine that is closed; and no other line that makes such a coroutine."""
    source = (
        "import asyncio, contextlib\nasync def inner(): return 1\ndef one():\n    with contextlib.suppress(RuntimeError): asyncio.run(inner())\n"
        "def two(c):\n    try: asyncio.get_running_loop().run_until_complete(c)\n    except RuntimeError as e: print(e.__traceback__.tb_next.tb_frame.f_code.co_name)\n"
        "    finally: c.close()\nasync def main():\n    one()\n    two(inner())\nasyncio.run(main())\n"
    )
    assert told(source, python) == (["run_until_complete"], [("nested-run", 4, NESTED), ("nested-run", 6, NESTED)])


def test_a_loop_after_another_and_one_in_a_thread_are_no_second_loop_inside(python: str) -> None:
    """Nothing is wrong with those."""
    source = (
        "import asyncio\nasync def inner(): return 1\nasync def main():\n    print(await asyncio.to_thread(asyncio.run, inner()))\n"
        "asyncio.run(main())\nprint(asyncio.run(inner()))\n"
    )
    assert told(source, python) == (["1", "1"], [])


OPEN = """\
import asyncio
async def numbers():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)
        print("closed")
{main}
asyncio.run(main())
"""
MAINS = {
    "left by break": "async def main():\n    async for n in numbers(): break\n    await asyncio.sleep(0.01)",
    "kept to the end": "async def main():\n    global kept\n    kept = numbers()\n    await anext(kept)",
    "left by an error": "async def main():\n    try:\n        async for n in numbers(): 1 / 0\n    except ZeroDivisionError: pass\n    await asyncio.sleep(0.01)",
}


@pytest.mark.parametrize("name", MAINS)
def test_a_generator_left_open_is_found_with_the_line_where_it_stands(name: str, python: str) -> None:
    """Its own line, where it was left; it is closed by the loop, as under plain python."""
    source = OPEN.format(main=MAINS[name])
    text = "The async generator numbers was left before its end. Close it: contextlib.aclosing()."
    assert told(source, python) == (["closed"], [("generator-left-open", 4, text)])
    assert [(event.name, event.line) for event in of(play(source, python), GeneratorAbandoned)] == [("numbers", 4)]


def test_a_generator_that_is_closed_or_comes_to_its_end_is_not_left_open(python: str) -> None:
    """aclosing, aclose, and reading it all."""
    main = (
        "async def main():\n    from contextlib import aclosing\n    async with aclosing(numbers()) as some:\n        async for n in some: break\n"
        "    async for n in numbers(): pass\n    one = numbers()\n    await anext(one)\n    await one.aclose()"
    )
    assert told(OPEN.format(main=main), python) == (["closed"] * 3, [])
