"""Holding lessons against their facts: each is run headless, unseen, and every fact is judged on the trace of that run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.lessons.judge import Verdict, judge
from asyncplay.lessons.parse import Lesson

TIMEOUT_S = 60.0
KEEP_OUTPUT = 4 * 1024 * 1024
_VERSION = re.compile(r"(\d+)\.(\d+)$")


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
    """Why an interpreter of this version cannot run a lesson with those needs; empty where it can."""
    for need in filter(None, (word.strip() for word in needs.split(","))):
        found = _VERSION.match(need)
        if found is None:
            return f"needs {need}, which this version of asyncplay does not know"
        if version < (int(found[1]), int(found[2])):
            return f"needs Python {need}"
    return ""


async def check_lesson(engine: Engine, lesson: Lesson, clock: str, version: tuple[int, int], python: str | None = None) -> Result:
    """Run one lesson and judge it. What the lesson says of its clock counts more than `clock`."""
    reason = unmet(lesson.needs, version) or ("" if lesson.facts else "has no facts")
    if reason:
        return Result(lesson, "skipped", reason=reason)
    clock = lesson.clock or clock
    request = RunRequest(lesson.source, lesson.path, clock=clock, timeout=TIMEOUT_S, python=python, keep_output=KEEP_OUTPUT)
    session = await engine.start(request)
    await session.wait()
    verdicts = judge(lesson.facts, session.recording, clock)
    return Result(lesson, "passed" if all(verdict.holds for verdict in verdicts) else "failed", verdicts)
