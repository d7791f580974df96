"""Line detail and variables: which lines ran between two awaits, what the variables held, and nothing of the user's is called."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.events import LineReached, NoteMade, ProgramPaused, StepEnded, VariablesSeen
from asyncplay.trace.recording import Recording
from tests.engine.test_control import until
from tests.shared import with_engine


def record(source: str, python: str, **options: object) -> Recording:
    async def run(engine: Engine) -> Recording:
        session = await engine.start(replace(RunRequest(source, "/tmp/snippet.py", python=python), **options))  # type: ignore[arg-type]
        while not session.over:
            await asyncio.sleep(0.002)
            if session.paused:
                session.resume()
        return session.recording

    return with_engine(run)


LOOP = """\
import asyncio
async def inner(n):
    if n:
        await asyncio.sleep(0)
    return n
async def main():
    for n in range(2):
        await inner(n)
asyncio.run(main())
"""


def test_every_line_between_two_awaits_is_told_with_its_task(python: str) -> None:
    """In order; lines outside of tasks have none."""
    recording = record(LOOP, python, detail=True)
    reached = [(event.task, event.line) for event in recording.events if isinstance(event, LineReached)]
    assert [line for task, line in reached if task is None] == [1, 2, 6, 9]
    assert [line for task, line in reached if task == 1] == [7, 8, 3, 5, 7, 8, 3, 4, 5, 7]
    snap = recording.latest()
    assert snap.reached == {1: 1, 2: 1, 6: 1, 9: 1, 7: 3, 8: 2, 3: 2, 5: 2, 4: 1}


def test_the_snapshot_has_the_last_line_of_a_running_task(python: str) -> None:
    """At each event of line detail the task stands on its line."""
    recording = record(LOOP, python, detail=True)
    for seq, event in enumerate(recording.events):
        if isinstance(event, LineReached) and event.task:
            assert recording.snapshot_at(seq + 1).tasks[1].line == event.line


def test_without_it_no_line_is_told(python: str) -> None:
    """Off is off."""
    recording = record(LOOP, python)
    assert not any(isinstance(event, LineReached | VariablesSeen) for event in recording.events)


def test_a_line_that_is_reached_too_often_is_followed_no_further(python: str) -> None:
    """And a note says so; the other lines go on."""
    recording = record(
        "import asyncio\nasync def main():\n    for n in range(5000):\n        n += 1\n    print('over')\nasyncio.run(main())\n", python, detail=True
    )
    assert recording.latest().reached[4] == 1000
    assert recording.latest().reached[5] == 1
    assert any("1,000" in event.text for event in recording.events if isinstance(event, NoteMade))


def test_too_many_lines_a_second_switch_it_off(python: str) -> None:
    """A hundred functions of their own lines in a tight loop: line detail ends, with the reason, and the program does not."""
    source = "import asyncio\n" + "".join(f"def f{n}(x):\n    x += 1\n    x += 2\n    x += 3\n    return x\n" for n in range(200))
    source += (
        "async def main():\n    for n in range(900):\n"
        + "".join(f"        f{n}(n)\n" for n in range(200))
        + "    print('over')\nasyncio.run(main())\n"
    )
    recording = record(source, python, detail=True)
    assert [line.text for line in recording.output if line.stream == "stdout"] == ["over"]
    count = sum(isinstance(event, LineReached) for event in recording.events)
    notes = [event.text for event in recording.events if isinstance(event, NoteMade)]
    assert count <= 200_000
    assert any("Line detail" in text for text in notes)


def test_with_line_detail_a_breakpoint_stops_where_the_line_is_reached(python: str) -> None:
    """In the middle of a step, and the pause is no part of that step."""
    source = "import asyncio\nasync def main():\n    a = 1\n    b = 2\n    await asyncio.sleep(0.001)\nasyncio.run(main())\n"

    async def go(engine: Engine) -> Recording:
        session = await engine.start(RunRequest(source, "/tmp/snippet.py", python=python, detail=True, breakpoints={4: None}))
        while not session.over:
            await asyncio.sleep(0.002)
            if session.paused:
                await asyncio.sleep(0.4)
                session.resume()
        return session.recording

    recording = with_engine(go)
    (pause,) = [event for event in recording.events if isinstance(event, ProgramPaused)]
    assert (pause.task, pause.line, pause.reason) == (1, 4, "breakpoint")
    assert max(event.busy for event in recording.events if isinstance(event, StepEnded)) < 0.3
    assert all(block.seconds < 0.3 for block in recording.latest().blocks)


OFTEN = """\
import asyncio
async def main():
    n = 0
    while n < 50_000:
        n += 1
        if n > 1100:
            await asyncio.sleep(0.01)
asyncio.run(main())
"""


def test_a_breakpoint_stops_on_a_line_that_is_followed_no_further(python: str) -> None:
    """It was reached too often to be told; a breakpoint that is set then is looked for all the same."""

    async def go(engine: Engine) -> Recording:
        session = await engine.start(RunRequest(OFTEN, "/tmp/snippet.py", python=python, detail=True))
        await until(session, lambda: bool(session.recording.latest().notes))
        session.set_breakpoints({5: None})
        await until(session, lambda: session.paused)
        session.stop()
        await session.wait()
        return session.recording

    (pause,) = [event for event in with_engine(go).events if isinstance(event, ProgramPaused)]
    assert (pause.line, pause.reason) == (5, "breakpoint")


def test_a_trace_function_of_the_programs_ends_line_detail_with_a_note(python: str) -> None:
    """Up to 3.11 there is room for one: from there on no line is told, and the program's is called."""
    source = "import sys\ndef trace(*args): print(args[1])\ndef f(): pass\nsys.settrace(trace)\nf()\nsys.settrace(None)\n"
    recording = record(source, python, detail=True)
    alone = recording.latest().started.python.startswith("3.11.")  # type: ignore[union-attr]
    assert [line.text for line in recording.output if line.stream == "stdout"] == ["call"]
    assert any("line 4: the program sets a trace function" in note for note in recording.latest().notes) == alone
    assert (5 in [event.line for event in recording.events if isinstance(event, LineReached)]) != alone


VALUES = """\
import asyncio, enum
class Spy:
    def __repr__(self): print("repr!")
    __str__ = __eq__ = __hash__ = __len__ = __iter__ = __bool__ = __format__ = __repr__
class MyInt(int):
    def __repr__(self): print("repr!")
class Color(enum.Enum):
    RED = 1
class Meta(type):
    def __eq__(self, other): print("compared!")
class Odd(metaclass=Meta): pass
async def main():
    spy, mine, color, odd = Spy(), MyInt(3), Color.RED, Odd()
    n, text, data, pair, table, nothing = 1, "a", [1, spy, 2.5], (1,), {"k": [1, [2, [3]]]}, None
    big, long, many, empty = 10 ** 100, "x" * 1000, list(range(100)), set()
    await asyncio.sleep(0)
    n = 2; data.append("more")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
"""


def test_values_of_built_in_types_are_shown_and_nothing_of_the_users_runs(python: str) -> None:
    """Exactly those types, bounded; the rest is <Type>. What changed is marked; a suspension without a change tells nothing."""
    recording = record(VALUES, python, variables=True)
    assert not recording.output
    first, second = [event for event in recording.events if isinstance(event, VariablesSeen)]
    (frame,) = first.frames
    assert (frame.name, frame.line) == ("main", 16)
    values = {name: text for name, text, _ in frame.values}
    assert (values["spy"], values["mine"], values["color"], values["odd"]) == ("<Spy>", "<MyInt>", "<Color>", "<Odd>")
    assert (values["n"], values["text"], values["data"], values["pair"], values["nothing"]) == ("1", "'a'", "[1, <Spy>, 2.5]", "(1,)", "None")
    assert values["table"] == "{'k': [1, <list>]}"
    assert values["big"] == "<int of 333 bits>"
    assert values["long"] == repr("x" * 30) + "…"
    assert values["many"] == "[0, 1, 2, 3, 4, … 95 more]"
    assert values["empty"] == "set()"
    assert {name for name, _, changed in second.frames[0].values if changed} == {"n", "data"}
    assert recording.latest().variables[1] == second.frames


def test_the_frames_of_a_chain_are_told_outermost_first(python: str) -> None:
    """Each with the line on which it stands."""
    source = "import asyncio\nasync def inner(x):\n    y = x + 1\n    await asyncio.sleep(0)\nasync def main():\n    a = 5\n    await inner(a)\nasyncio.run(main())\n"
    recording = record(source, python, variables=True)
    (event,) = [event for event in recording.events if isinstance(event, VariablesSeen)]
    assert [(frame.name, frame.line, [(name, text) for name, text, _ in frame.values]) for frame in event.frames] == [
        ("main", 7, [("a", "5")]),
        ("inner", 4, [("x", "5"), ("y", "6")]),
    ]


@pytest.mark.parametrize("clock", ["real", "virtual"])
def test_all_of_it_at_once_changes_nothing_of_the_program(python: str, clock: str) -> None:
    """Line detail, variables, a seed, debug mode: the output is the program's."""
    source = "import asyncio\nasync def w(n):\n    await asyncio.sleep(n / 1000)\n    return n\nasync def main():\n    print(await asyncio.gather(*map(w, range(20))))\nasyncio.run(main())\n"
    recording = record(source, python, clock=clock, detail=True, variables=True, seed=3, paused=True)
    assert [line.text for line in recording.output] == [str(list(range(20)))]
    assert recording.latest().finished.outcome == "finished"  # type: ignore[union-attr]
