"""Advice about what went wrong beside the program's own errors: coroutines nobody awaited, exceptions nobody read, tasks and generators left.

As in `trouble`: a rule looks at facts of the trace (and at the source, for a line) and claims no more than they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asyncplay.insight.clean import visible
from asyncplay.insight.unawaited import forgotten, handed_on, plain
from asyncplay.insight.words import called
from asyncplay.late import dataclass
from asyncplay.trace.output import OutputLine
from asyncplay.trace.snapshot import Snapshot

NESTED_MAX = 8
EACH_MAX = 3
"""A rule gives at most so many pieces of advice."""
_NESTED = re.compile(r"(?:asyncio|Runner)\.run\(\) cannot be called from a running event loop|This event loop is already running|"
                     r"Cannot run the event loop while another loop is running")  # fmt: skip


NESTED_TEXT = "A loop runs already, and a thread can run only one. Inside a coroutine, write await instead of asyncio.run()."


@dataclass(frozen=True, slots=True)
class Advice:
    rule: str
    line: int | None
    message: str


def never_awaited(snap: Snapshot, source: str, output: Sequence[OutputLine] = ()) -> Iterator[Advice]:
    nested = {one.line for one in _nested_run(snap)}
    told = bool(nested)
    for one in forgotten(snap, source, output):
        if told and (one.name.startswith("BaseEventLoop.") or not nested.isdisjoint(handed_on(source, one.name))):
            continue  # it was to run there; or is what asyncio would have run to close the loop that could not run
        if not one.refused:
            yield Advice("never-awaited", one.line, one.message)
        elif not told:  # the program caught the error
            yield Advice("nested-run", one.line, NESTED_TEXT)
            told = True


def faults(snap: Snapshot) -> Iterator[Advice]:
    """All but the first rule."""
    yield from _never_retrieved(snap)
    yield from _nested_run(snap)
    yield from _destroyed(snap)
    yield from _swallowed(snap)
    yield from _left_open(snap)
    yield from _pending(snap)


def _never_retrieved(snap: Snapshot) -> Iterator[Advice]:
    told = [one for one in snap.complaints if "exception was never retrieved" in one.message]
    for one in told[:EACH_MAX]:
        who = called(one.task, snap) if one.task is not None and one.task in snap.tasks else "A future"
        error = visible((one.error or "an exception")[:100])
        yield Advice("never-retrieved", one.line, f"{who} failed ({error}), and nobody read that. Await it, or ask for its exception.")


def _nested_run(snap: Snapshot) -> Iterator[Advice]:
    """A second loop was to run inside a running one."""
    errors = [(snap.error.message, snap.error.line)] if snap.error is not None else []
    errors += [(task.error, task.line) for task in snap.tasks.values() if task.error]
    errors += [(one.error, one.line) for one in snap.complaints if one.error]
    lines = dict.fromkeys(line for message, line in errors if _NESTED.search(message[:300]))
    for line in [line for line in lines if line is not None][:NESTED_MAX] or list(lines)[:1]:
        yield Advice("nested-run", line, NESTED_TEXT)


def _destroyed(snap: Snapshot) -> Iterator[Advice]:
    lost = [task for task in snap.tasks.values() if task.outcome == "destroyed" and not task.library]
    for task in lost[:EACH_MAX] if snap.finished is None or not _ended_early(snap) else []:
        yield Advice(
            "task-lost", task.created_line,
            f"{called(task.id, snap)} was thrown away while it still waited: nobody kept a reference. Keep what create_task() returns.",
        )  # fmt: skip


def _ended_early(snap: Snapshot) -> bool:
    return snap.finished is not None and snap.finished.outcome not in ("finished", "failed")


def _swallowed(snap: Snapshot) -> Iterator[Advice]:
    tasks = [task for task in snap.tasks.values() if task.swallowed and not task.library]
    for task in tasks[:EACH_MAX]:
        yield Advice(
            "cancel-swallowed", task.line,
            f"{called(task.id, snap)} was cancelled and returned all the same. Whoever cancels it cannot know: raise CancelledError again.",
        )  # fmt: skip


def _left_open(snap: Snapshot) -> Iterator[Advice]:
    seen: set[tuple[str, int | None]] = set()
    for one in snap.abandoned:
        if (one.name, one.line) not in seen and len(seen) < EACH_MAX:
            seen.add((one.name, one.line))
            name = visible(plain(one.name))
            yield Advice("generator-left-open", one.line, f"The async generator {name} was left before its end. Close it: contextlib.aclosing().")


def _pending(snap: Snapshot) -> Iterator[Advice]:
    """At the end of a run that ended by itself, a task has not."""
    if snap.finished is None or snap.finished.outcome != "finished":
        return
    left = [task for task in snap.tasks.values() if task.state != "done" and not task.library]
    for task in left[:EACH_MAX]:
        text = f"The program ended before {called(task.id, snap)} did. Await it, or cancel it and await that."
        yield Advice("still-pending", task.created_line, text)
