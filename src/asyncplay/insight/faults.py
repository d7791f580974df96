"""Advice about what went wrong beside the program's own errors: coroutines nobody awaited, exceptions nobody read, tasks and generators left.

As in `trouble`: a rule looks at facts of the trace (and at the source, for a line) and claims no more than they show.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from asyncplay.insight.clean import visible
from asyncplay.insight.words import called
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot

EACH_MAX = 3
"""A rule gives at most so many pieces of advice."""
SOURCE_MAX = 500_000
_NEVER = re.compile(r"coroutine '([^']{1,200})' was never awaited")
_NESTED = re.compile(r"asyncio\.run\(\) cannot be called from a running event loop|This event loop is already running|"
                     r"Cannot run the event loop while another loop is running")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    rule: str
    line: int | None
    message: str


def never_awaited(snap: Snapshot, source: str) -> Iterator[Advice]:
    seen = set()
    for warning in snap.warnings:
        found = _NEVER.search(warning.message[:1000])
        if found:
            line = made_on(source, found[1].rsplit(".", 1)[-1], warning.line)
            if (found[1], line) not in seen:
                seen.add((found[1], line))
                name = visible(found[1])
                yield Advice("never-awaited", line, f"Calling {name}() only makes a coroutine; it never ran. Write await {name}().")


def made_on(source: str, name: str, noticed: int | None) -> int | None:
    """The line that made a coroutine which was thrown away. Python says on which line that was noticed: often later, where it was collected.

    The only call of that name that nothing awaits or takes is it; where there are several, the line that was noticed if one stands there.
    """
    loose, all_ = _calls(source).get(name, ((), ()))
    for lines in (loose, all_):
        if noticed in lines:
            return noticed
        if len(lines) == 1:
            return lines[0]
    return noticed


@lru_cache(maxsize=8)
def _calls(source: str) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each name that is called: the lines where the call's value is neither awaited nor passed on, and all lines."""
    try:
        tree = ast.parse(source) if len(source) <= SOURCE_MAX else ast.Module([], [])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    used: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Await):
            used.add(node.value)
        elif isinstance(node, ast.Call):
            used.update(node.args, (keyword.value for keyword in node.keywords))
            used.update(one.value for one in node.args if isinstance(one, ast.Starred))
    found: dict[str, tuple[set[int], set[int]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            loose, all_ = found.setdefault(name, (set(), set()))
            all_.add(node.lineno)
            if node not in used:
                loose.add(node.lineno)
    return {name: (tuple(sorted(loose)), tuple(sorted(all_))) for name, (loose, all_) in found.items()}


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
    for message, line in errors:
        if _NESTED.search(message[:300]):
            text = "A loop runs already, and a thread can run only one. Inside a coroutine, write await instead of asyncio.run()."
            yield Advice("nested-run", line, text)
            return


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
            name = visible(one.name)
            yield Advice("generator-left-open", one.line, f"The async generator {name} was left before its end. Close it: contextlib.aclosing().")


def _pending(snap: Snapshot) -> Iterator[Advice]:
    """At the end of a run that ended by itself, a task has not."""
    if snap.finished is None or snap.finished.outcome != "finished":
        return
    left = [task for task in snap.tasks.values() if task.state != "done" and not task.library]
    for task in left[:EACH_MAX]:
        text = f"The program ended before {called(task.id, snap)} did. Await it, or cancel it and await that."
        yield Advice("still-pending", task.created_line, text)
