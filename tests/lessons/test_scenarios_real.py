"""The lessons on the real clock, and beside plain python. They really sleep, so this is `make test-real`."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.lessons.check import How, run_lesson
from asyncplay.lessons.lesson import Lesson
from tests.lessons.course import LESSONS, suitable, version

pytestmark = pytest.mark.real
AT_ONCE = 6


def test_the_facts_of_every_lesson_hold_on_the_real_clock(python: str) -> None:
    """Within what the contract allows for a machine that is busy."""
    command = [sys.executable, "-m", "asyncplay", "check", "--clock", "real", "--python", python]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    skipped = len(LESSONS) - len(suitable(python))
    assert done.stdout.splitlines()[-1] == f"{len(LESSONS) - skipped} passed, 0 failed, {skipped} skipped", done.stdout + done.stderr


def masked(text: str) -> str:
    return re.sub("0x[0-9a-f]+", "0x", text)


async def plainly(lesson: Lesson, python: str) -> tuple[int | None, str, str]:
    """Exit code, stdout and stderr of plain python; None for one that still ran after two seconds and was to."""
    pipe = subprocess.PIPE
    process = await asyncio.create_subprocess_exec(python, "-u", lesson.path, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    assert process.stderr is not None
    reading = [asyncio.create_task(stream.read()) for stream in (process.stdout, process.stderr)]
    hangs = any(fact.word == "deadlock" for fact in lesson.facts)
    if hangs:
        await asyncio.wait({asyncio.create_task(process.wait())}, timeout=2)
        assert process.returncode is None, f"{lesson.stem} ended by itself"
        process.kill()
    out, err = await asyncio.gather(*reading)
    code = await process.wait()
    return None if hangs else code, out.decode(), err.decode()


async def ours(engine: Engine, lesson: Lesson, python: str) -> tuple[int | None, str, str]:
    """The same as asyncplay has it."""
    recording = await run_lesson(engine, lesson, How("virtual", version(python), python))
    finished = recording.latest().finished
    assert finished is not None
    texts = ["".join(f"{line.text}\n" for line in recording.output if line.stream == stream) for stream in ("stdout", "stderr")]
    return None if finished.outcome == "deadlock" else finished.exit_code, *texts


async def test_plain_python_tells_the_same(python: str) -> None:
    """Exit code, output, warnings and tracebacks of every lesson, word for word; one with a deadlock still runs after two seconds."""
    engine = Engine()
    gate = asyncio.Semaphore(AT_ONCE)

    async def compare(lesson: Lesson) -> str:
        async with gate:
            plain = await plainly(lesson, python)
            traced = await ours(engine, lesson, python)
        same = [masked(str(one)) == masked(str(two)) for one, two in zip(plain, traced, strict=True)]
        return "" if all(same) else f"{lesson.stem}: {plain} but {traced}"

    try:
        different = await asyncio.gather(*map(compare, suitable(python)))
    finally:
        await engine.close()
    assert not list(filter(None, different))
