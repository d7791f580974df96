"""`asyncplay check`: lessons held against their facts, one line for each file and each failed fact, then the count."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from asyncplay.engine.engine import Engine
from asyncplay.headless import console
from asyncplay.headless.folders import missing
from asyncplay.headless.interpreter import ask_interpreter
from asyncplay.headless.target import locate
from asyncplay.insight.clean import visible
from asyncplay.late import dataclass
from asyncplay.lessons.check import How, Result, check_lessons
from asyncplay.lessons.lesson import lesson_paths
from asyncplay.lessons.library import programs
from asyncplay.lessons.parse import Lesson, LessonError, read_lesson


@dataclass(slots=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    malformed: int = 0

    def line(self) -> str:
        """Counts are files; one that is malformed failed."""
        return f"{self.passed} passed, {self.failed + self.malformed} failed, {self.skipped} skipped"

    def code(self) -> int:
        return console.USAGE if self.malformed else console.FAILED if self.failed else console.OK


def check(targets: list[str], clock: str, python: str | None = None) -> int:
    """Check these, or every lesson; the exit code."""
    paths = lesson_files(targets)
    for text in missing() if not targets else ():
        console.say(text)
    if not paths:
        raise console.UsageError("there are no lessons to check")
    how = how_to_run(clock, python)
    try:
        count = asyncio.run(_check(paths, how))
    except KeyboardInterrupt:
        return console.STOPPED
    console.out(count.line())
    return count.code()


def how_to_run(clock: str, python: str | None) -> How:
    """With that interpreter, or the one that runs us."""
    if python is None:
        return How(clock, sys.version_info[:2])
    path, version = ask_interpreter(python)
    return How(clock, version, path)


def lesson_files(targets: list[str]) -> list[str]:
    """The files meant; a folder means the programs in it, and none at all every lesson there is."""
    if not targets:
        return [_short(path) for path in lesson_paths()]
    paths: list[str] = []
    for target in targets:
        if target == "-":
            raise console.UsageError("check reads files, not standard input")
        if os.path.isdir(target):
            found = [os.path.join(target, path.name) for path in programs(Path(target))]
            if not found:
                raise console.UsageError(f"{target} has no lessons: no file in it ends in .py")
            paths += found
        else:
            paths.append(_short(Path(locate(target))) if not os.path.exists(target) else target)
    return list(dict.fromkeys(paths))


def _short(path: Path) -> str:
    """Relative where that is shorter."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except (OSError, ValueError):  # no working directory; another drive
        return str(path)


async def _check(paths: list[str], how: How) -> Count:
    count = Count()
    lessons = [lesson for path in paths if (lesson := _read(path, count)) is not None]
    engine = Engine(spares=how.python is None)  # a spare is of the interpreter that runs us
    try:
        async for result in check_lessons(engine, lessons, how):
            _tell(result, count)
    finally:
        await engine.close()
    return count


def _read(path: str, count: Count) -> Lesson | None:
    try:
        lesson = read_lesson(path)
    except LessonError as error:
        count.malformed += 1
        console.say(str(error))
        return None
    for warning in lesson.warnings:
        console.say(f"warning: {warning}")
    return lesson


def _tell(result: Result, count: Count) -> None:
    lesson = result.lesson
    if result.status == "skipped":
        count.skipped += 1
        console.out(f"skipped {lesson.path}: {result.reason}")
        return
    if result.status == "passed":
        count.passed += 1
        console.out(f"passed  {lesson.path}: {len(lesson.facts)} facts")
        return
    count.failed += 1
    console.out(f"FAILED  {lesson.path}")
    for verdict in result.failures:
        line = verdict.fact.line if verdict.fact else lesson.program_end
        what = f"#= {verdict.fact.text}: " if verdict.fact else ""
        console.out(visible(f"  {lesson.path}:{line}: {what}expected {verdict.expected}, found {verdict.found}"))
