"""Advice about what went wrong beside errors: each rule from a real run, with its line."""

from __future__ import annotations

import sys

import pytest

from asyncplay.insight.trouble import advice
from asyncplay.insight.unawaited import forgotten, made_on
from asyncplay.trace.events import WarningIssued
from asyncplay.trace.output import OutputLine
from tests.runner.programs import play
from tests.trace.builder import Story

RUNS = {
    "never-retrieved": (
        ("import asyncio\nasync def f(): raise ValueError('x')\nasync def main():\n    t = asyncio.create_task(f())\n"
        "    await asyncio.sleep(0)\n    del t\n    await asyncio.sleep(0)\nasyncio.run(main())\n"), 2,
    ),
    "never-awaited": (
        "import asyncio\nasync def f(): pass\nasync def main():\n    x = f()\n    await asyncio.sleep(0)\n    print(1)\nasyncio.run(main())\n", 4,
    ),
    "nested-run": (
        ("import asyncio\nasync def f(): pass\nasync def main():\n    c = f()\n    try:\n        asyncio.run(c)\n    finally:\n        c.close()\n"
        "asyncio.run(main())\n"), 6,
    ),
    "cancel-swallowed": (
        ("import asyncio\nasync def f():\n    try:\n        await asyncio.sleep(9)\n    except asyncio.CancelledError: pass\nasync def main():\n"
        "    t = asyncio.create_task(f())\n    await asyncio.sleep(0)\n    t.cancel()\n    await t\nasyncio.run(main())\n"), 4,
    ),
    "generator-left-open": (
        ("import asyncio\nasync def g():\n    while True:\n        yield 1\nasync def main():\n    async for _ in g(): break\n"
        "    await asyncio.sleep(0)\nasyncio.run(main())\n"), 4,
    ),
    "still-pending": (
        ("import asyncio\nasync def f(): await asyncio.sleep(9)\nasync def main():\n    global t\n    t = asyncio.create_task(f())\n    await asyncio.sleep(0)\n"
        "import os\nloop = asyncio.new_event_loop()\nloop.run_until_complete(main())\nos._exit(0)\n"), 5,
    ),
    "still-pending ": (
        ("import asyncio\nasync def f(): await asyncio.sleep(9)\nasync def main():\n    global t\n    t = asyncio.create_task(f())\n    await asyncio.sleep(0)\n"
        "loop = asyncio.new_event_loop()\nloop.run_until_complete(main())\n"), 5,
    ),
    "generator-left-open ": (
        ("import asyncio\nasync def g():\n    while True:\n        yield 1\nasync def main():\n    global x\n    x = g()\n    await x.__anext__()\n"
        "asyncio.run(main())\n"), 4,
    ),
    "deadlock-ring": (
        ("import asyncio\nasync def f(a, b):\n    async with a:\n        await asyncio.sleep(0)\n        async with b: pass\nasync def main():\n"
        "    a, b = asyncio.Lock(), asyncio.Lock()\n    t = [asyncio.create_task(f(a, b)), asyncio.create_task(f(b, a))]\n    await asyncio.sleep(1)\n"
        "    import os; os._exit(0)\nasyncio.run(main())\n"), 5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RUNS)
def test_a_fault_is_found_and_located(rule: str) -> None:
    """The rule speaks, and names the line."""
    source, line = RUNS[rule]
    recording = play(source, sys.executable)
    found = {one.rule: one.line for one in advice(recording.latest(), source, recording.output)}
    rule = rule.strip()
    assert "task-lost" not in found
    assert rule in found, (found, [e.text for e in recording.output])
    assert found[rule] == line


def test_a_sound_program_gets_no_advice() -> None:
    """Nothing is claimed that is not so."""
    source = (
        "import asyncio\nasync def f(): await asyncio.sleep(0.01)\nasync def main():\n    async with asyncio.TaskGroup() as g:\n"
        "        for _ in range(3): g.create_task(f())\n    await asyncio.wait_for(f(), 1)\n    global x\n    x = [a := g(), await anext(a), await a.aclose()]\n"
        "    x = [b := g(), await anext(b), await anext(b, 0)]\nasync def g(): yield 1\nasyncio.run(main())\n"
    )
    recording = play(source, sys.executable)
    assert advice(recording.latest(), source, recording.output) == []


def test_the_line_that_made_a_coroutine_is_found_where_it_is_certain() -> None:
    """The one call that nothing awaits or takes; else where the loss was noticed."""
    assert made_on("x = f()\ny = 1\n", "f", 2) == 1
    assert made_on("async def a():\n    await f()\n    f()\n", "f", 9) == 3
    assert made_on("f()\nf()\n", "f", 2) == 2
    assert made_on("f()\nf()\n", "f", 7) is None
    assert made_on("def (", "f", 4) == 4


MADE = {
    "stored": ("async def m():\n    await f()\n    store.append(f())\n    store.clear()\n", 4, 3),
    "two of one kind, one of them awaited": ("async def m():\n    a = f(1)\n    b = f(2)\n    await a\n    await g()\n", 5, 3),
    "mapped": ("x = list(map(f, y))\nx = None\n", 2, 1),
    "in a comprehension": ("x = [f(n) for n in y]\ndel x\nawait f()\n", 2, 1),
    "scheduled elsewhere": ("create_task(f())\nawait gather(*(f(n) for n in y))\nd[0] = f()\nd.clear()\n", 4, 3),
    "by another name": ("d = f\nawait d()\nd()\n", 3, 3),
    "two places": ("s.add(f())\ns.add(f())\ns.clear()\n", 3, None),
    "not in this file": ("await f()\nx = 1\n", None, None),
}


@pytest.mark.parametrize("name", MADE)
def test_what_becomes_of_a_call_tells_which_one_was_forgotten(name: str) -> None:
    """And no line is claimed where it could have been another."""
    source, noticed, made = MADE[name]
    assert made_on(source, "f", noticed) == made


def test_a_coroutine_that_is_thrown_away_as_the_interpreter_ends_is_found() -> None:
    """Python's last words on stderr are all there is of it."""
    source = "import asyncio\nasync def f(): pass\nasync def main():\n    global x\n    x = f()\nasyncio.run(main())\n"
    recording = play(source, sys.executable)
    assert [(one.rule, one.line) for one in advice(recording.latest(), source, recording.output)] == [("never-awaited", 5)]


def test_what_another_file_lost_is_not_blamed_on_this_one() -> None:
    """A like-named call here may be innocent: the file that noticed it is named."""
    shown = OutputLine(0.0, None, "stderr", "/work/helper.py:5: RuntimeWarning: coroutine 'fetch' was never awaited", None, 1)
    snap = Story().add(WarningIssued(0, "RuntimeWarning", "coroutine 'fetch' was never awaited", None)).recording.latest()
    (one,) = forgotten(snap, "x = helper.fetch()\nawait x\n", [shown])
    assert (one.line, "in helper.py, line 5" in one.message) == (None, True)


GROUPS = {
    "a member fails while the group waits": "async with asyncio.TaskGroup() as g:\n            g.create_task(bad())",
    "a member fails in the body": "async with asyncio.TaskGroup() as g:\n            g.create_task(bad())\n            await asyncio.sleep(9)",
    "one group in another": (
        "async with asyncio.TaskGroup() as g:\n            async with asyncio.TaskGroup() as h:\n                h.create_task(bad())\n                g.create_task(bad())"
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_that_fails_makes_no_swallower_of_its_task(python: str, name: str) -> None:
    """Until 3.12 asyncio does not take that cancellation back; one that is swallowed after it is found all the same."""
    head = "import asyncio\nasync def bad(): raise ValueError\n"
    body = f"    try:\n        {GROUPS[name]}\n    except* ValueError: pass\n"
    source = f"{head}async def main():\n{body}asyncio.run(main())\n"
    recording = play(source, python)
    assert advice(recording.latest(), source, recording.output) == []
    swallow = "    try: await asyncio.sleep(9)\n    except asyncio.CancelledError: pass\n"
    source = f"{head}async def work():\n{body}{swallow}async def main():\n    t = asyncio.create_task(work())\n    await asyncio.sleep(0.1)\n    t.cancel()\n    await t\nasyncio.run(main())\n"
    recording = play(source, python)
    assert [one.rule for one in advice(recording.latest(), source, recording.output)] == ["cancel-swallowed"]
