"""Real runs for the tests of questions: a program, run on the virtual clock, and what it left."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from asyncplay.engine.engine import Engine
from asyncplay.lessons.check import How, run_lesson, unmet
from asyncplay.lessons.lesson import Lesson
from asyncplay.trace.recording import Recording
from tests import shared

VERSION = sys.version_info[:2]


def record(source: str, clock: str = "virtual") -> Recording:
    """The recording of one run."""
    return shared.record(source, clock=clock, timeout=30.0)


def record_lessons(lessons: Sequence[Lesson]) -> list[tuple[Lesson, Recording]]:
    """A run of each lesson that this interpreter can run."""

    async def run() -> list[tuple[Lesson, Recording]]:
        engine = Engine()
        gate = asyncio.Semaphore(3)

        async def one(lesson: Lesson) -> tuple[Lesson, Recording]:
            async with gate:
                return lesson, await run_lesson(engine, lesson, How("virtual", VERSION))

        try:
            return await asyncio.gather(*[one(lesson) for lesson in lessons if not unmet(lesson.needs, VERSION)])
        finally:
            await engine.close()

    return asyncio.run(run())
