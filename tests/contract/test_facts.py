"""`check` held against the contract: every word of the facts on real runs, one lesson that passes and one that fails for each."""

from __future__ import annotations

import pathlib

import pytest

from tests.test_cli import asyncplay

COUNTDOWN = """
import asyncio
import sys

async def step(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "over")

async def main():
    print("begin", object())
    slow = asyncio.create_task(step("slow", 3))
    await step("quick", 1)
    await slow

asyncio.run(main())
"""
TROUBLE = """
import asyncio
import time

async def bad():
    raise LookupError("lost")

async def idle():
    await asyncio.sleep(50)

async def main():
    asyncio.create_task(idle())
    task = asyncio.create_task(bad())
    bad()
    time.sleep(0.5)
    await task

asyncio.run(main())
"""
RING = """
import asyncio

async def wait_for(other):
    await other

async def main():
    loop = asyncio.get_running_loop()
    a, b = loop.create_future(), loop.create_future()
    await asyncio.gather(wait_for(a), wait_for(b))

asyncio.run(main())
"""
HOLD = {
    COUNTDOWN: [
        'prints "begin <object object at 0x1>" "quick over" "slow over"',
        "has quick",
        "never fast",
        "before quick slow",
        "count over 2",
        "at begin 0",
        'at "slow over" 3.0',
        "silent",
        "took 3",
        "took < 3.1",
        "blocked < 0.5",
        "tasks 2",
        "peak 2",
        "done 2",
        "failed 0",
        "cancelled 0",
        "destroyed 0",
    ],
    TROUBLE: ["raises LookupError", "warns \"coroutine 'bad' was never awaited\"", "warns lost", "blocked 0.5", "failed 2", "cancelled 1", "tasks 3"],
    RING: ["deadlock 3"],
}
FAIL = {
    COUNTDOWN: [
        'prints "quick over" "slow over"',
        "has fast",
        "never quick",
        "before slow quick",
        "count over 3",
        "at quick 1.5",
        "warns anything",
        "raises KeyError",
        "took 4",
        "took < 3",
        "blocked 1",
        "tasks 3",
        "peak 5",
        "done 1",
        "failed 1",
        "cancelled 1",
        "destroyed 1",
        "deadlock 1",
    ],
    TROUBLE: ["silent", "took < 0.01"],
    RING: ["never x", "deadlock 2"],
}
HOLDING = [pytest.param(body, facts, id=facts[0]) for body, facts in HOLD.items()]


def lesson(folder: pathlib.Path, name: str, body: str, *facts: str) -> str:
    path = folder / f"{name}.py"
    path.write_text(f'"""{name}\n\nLevel: 1\n"""{body}' + "".join(f"#= {fact}\n" for fact in facts))
    return str(path)


@pytest.mark.parametrize(("body", "facts"), HOLDING)
def test_true_facts_hold(tmp_path: pathlib.Path, body: str, facts: list[str]) -> None:
    """All of one program's together."""
    done = asyncplay("check", lesson(tmp_path, "true", body, *facts))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 passed, 0 failed, 0 skipped"), done.stdout


def test_each_false_fact_fails_its_lesson(tmp_path: pathlib.Path) -> None:
    """And is named with file, line, expected and found; the count is of files."""
    wrong = [(body, fact) for body, facts in FAIL.items() for fact in facts]
    paths = [lesson(tmp_path, f"wrong{n:02}", body, fact) for n, (body, fact) in enumerate(wrong)]
    done = asyncplay("check", *paths)
    assert done.stdout.splitlines()[-1] == f"0 passed, {len(wrong)} failed, 0 skipped", done.stdout
    assert done.returncode == 1
    for path, (body, fact) in zip(paths, wrong, strict=True):
        line = body.count("\n") + 4
        where = f"  {path}:{line}: #= {fact}: expected" if (body, fact) != (RING, "never x") else f"  {path}:{line - 1}: expected"
        (told,) = [told for told in done.stdout.splitlines() if told.startswith(f"  {path}:")]
        assert told.startswith(where)
        assert ", found " in told
