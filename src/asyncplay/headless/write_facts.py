"""`asyncplay check --write`: facts proposed from two runs, shown, and written below the program."""

from __future__ import annotations

import asyncio

from asyncplay.engine.engine import Engine
from asyncplay.headless import console
from asyncplay.headless.check import how_to_run, lesson_files
from asyncplay.insight.clean import visible
from asyncplay.lessons.check import How, run_lesson, unmet
from asyncplay.lessons.parse import Lesson, LessonError, read_lesson
from asyncplay.lessons.propose import Proposal, propose
from asyncplay.lessons.rewrite import RewriteError, rewrite
from asyncplay.trace.recording import Recording

RUNS = 2


def write_facts(targets: list[str], clock: str, python: str | None, dry_run: bool) -> int:
    """Propose facts for these lessons, and write them unless it is a dry run; the exit code."""
    if not targets:
        raise console.UsageError("--write changes files: name those that it may change")
    paths = lesson_files(targets)
    try:
        return asyncio.run(_write(paths, how_to_run(clock, python), dry_run))
    except KeyboardInterrupt:
        return console.STOPPED


async def _write(paths: list[str], how: How, dry_run: bool) -> int:
    engine = Engine()
    code = console.OK
    try:
        for path in paths:
            try:
                lesson = read_lesson(path)
            except LessonError as error:
                console.say(str(error))
                code = console.USAGE
                continue
            code = max(code, await _one(engine, lesson, how, dry_run))
    finally:
        await engine.close()
    return code


async def _one(engine: Engine, lesson: Lesson, how: How, dry_run: bool) -> int:
    reason = unmet(lesson.needs, how.version)
    if reason:
        console.out(f"skipped {lesson.path}: {reason}")
        return console.OK
    runs = [await run_lesson(engine, lesson, how) for _ in range(RUNS)]
    if (trouble := _cut_off(runs)) is not None:
        console.say(f"{lesson.path}: {trouble}, so nothing is proposed")
        return console.FAILED
    proposal = propose(lesson.facts, runs, lesson.clock or how.clock)
    _show(lesson, proposal, dry_run)
    if dry_run or not (proposal.added or proposal.replaced):
        return console.OK
    try:
        rewrite(lesson.path, lesson.source, proposal)
    except RewriteError as error:
        console.say(str(error))
        return console.FAILED
    return console.OK


def _cut_off(runs: list[Recording]) -> str | None:
    for run in runs:
        finished = run.latest().finished
        if finished is None or finished.outcome not in ("finished", "failed", "deadlock"):
            return f"the run did not end by itself ({finished.outcome if finished else 'stopped'})"
    return None


def _show(lesson: Lesson, proposal: Proposal, dry_run: bool) -> None:
    if not (proposal.added or proposal.replaced):
        console.out(f"{lesson.path}: nothing to write: " + (f"all {len(lesson.facts)} facts hold" if lesson.facts else "the run says nothing"))
        return
    console.out(f"{lesson.path}: {'would write' if dry_run else 'written'}")
    for fact in lesson.facts:
        if fact.line in proposal.replaced:
            console.out(visible(f"  - #= {fact.text}"))
            better = proposal.replaced[fact.line]
            if better is not None:
                console.out(visible(f"  + #= {better}"))
    for text in proposal.added:
        console.out(visible(f"  + #= {text}"))
