"""Holding lessons against their facts: each is run headless, unseen, and every fact is judged on the trace of that run."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import field

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.late import dataclass
from asyncplay.lessons.judge import Verdict, judge
from asyncplay.lessons.parse import Lesson
from asyncplay.trace.recording import Recording

TIMEOUT_S = 60.0
KEEP_OUTPUT = 4 * 1024 * 1024
AT_ONCE = {"virtual": 3, "real": 5}
"""So many lessons run at a time. More would only wait for the processor; on the real clock most of them sleep."""
_VERSION = re.compile(r"(?:Python\s*)?(?:>=|≥)?\s*(\d+)\.(\d+)\+?$", re.IGNORECASE)
_UNIX = ("linux", "darwin", "freebsd")
_SYSTEMS = {"linux": ("linux",), "macos": ("darwin",), "windows": ("win",), "posix": _UNIX, "unix": _UNIX}


@dataclass(frozen=True, slots=True)
class How:
    """On which clock, and with which interpreter (None: the one that runs asyncplay)."""

    clock: str
    version: tuple[int, int]
    python: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    lesson: Lesson
    status: str
    """passed, failed or skipped."""
    verdicts: list[Verdict] = field(default_factory=list)
    reason: str = ""
    """Why it was skipped."""

    @property
    def failures(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.holds]


def unmet(needs: str, version: tuple[int, int]) -> str:
    """Why an interpreter of this version, on this system, cannot run a lesson with those needs; empty where it can."""
    for need in filter(None, (word.strip() for word in needs.split(","))):
        found = _VERSION.match(need)
        if found is not None:
            if version < (int(found[1]), int(found[2])):
                return f"needs Python {found[1]}.{found[2]}"
        elif need.casefold() in _SYSTEMS:
            if not sys.platform.startswith(_SYSTEMS[need.casefold()]):
                return f"needs {need}"
        else:
            return f"needs {need}, which this version of asyncplay does not know"
    return ""


async def run_lesson(engine: Engine, lesson: Lesson, how: How) -> Recording:
    """One unseen run. What the lesson says of its clock counts more than anything else."""
    clock = lesson.clock or how.clock
    session = await engine.start(
        RunRequest(lesson.source, lesson.path, clock=clock, timeout=TIMEOUT_S, python=how.python, keep_output=KEEP_OUTPUT)
    )
    await session.wait()
    return session.recording


async def check_lesson(engine: Engine, lesson: Lesson, how: How) -> Result:
    """Run one lesson and judge it."""
    reason = unmet(lesson.needs, how.version) or ("" if lesson.facts else "has no facts")
    if reason:
        return Result(lesson, "skipped", reason=reason)
    verdicts = judge(lesson.facts, await run_lesson(engine, lesson, how), lesson.clock or how.clock)
    return Result(lesson, "passed" if all(verdict.holds for verdict in verdicts) else "failed", verdicts)


async def check_lessons(engine: Engine, lessons: Sequence[Lesson], how: How) -> AsyncIterator[Result]:
    """Check several at a time; the results come in the order of the lessons."""
    gate = asyncio.Semaphore(AT_ONCE["real" if how.clock == "real" else "virtual"])

    async def one(lesson: Lesson) -> Result:
        async with gate:
            return await check_lesson(engine, lesson, how)

    tasks = [asyncio.create_task(one(lesson)) for lesson in lessons]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
