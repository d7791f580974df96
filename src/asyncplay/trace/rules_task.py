"""What each event about tasks does to the state. Every rule checks first and changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncplay.trace.events import (
    CancelRequested,
    Event,
    StepBlocked,
    StepEnded,
    StepStarted,
    TaskCreated,
    TaskDestroyed,
    TaskDone,
    TaskNamed,
    TaskWoken,
)
from asyncplay.trace.snapshot import BLOCK_S, Block, TaskState
from asyncplay.trace.state import KEPT_MAX, IllegalEvent, State

PASSED_ON = frozenset(("task", "wait_for"))
"""Waits for one task, to which a cancellation goes in place of the task that waits."""
_OUTCOMES = ("returned", "raised", "cancelled")
NESTED_MAX = 100
"""So many blocks are looked at for those that happened inside a step."""


def _task_created(s: State, e: TaskCreated, at: float) -> None:
    if e.task < 1 or e.task in s.tasks:
        raise IllegalEvent(f"task {e.task} cannot be made (again)")
    s.known(e.parent)
    if e.parent is None and not e.library:
        main = s.tasks.get(s.mains.get(e.loop, 0))
        if main is None or main.state == "done":  # a callback may make a task outside every task, too: while main runs, that is no main
            s.mains[e.loop] = e.task
    s.at_line(e.parent, e.line)
    s.add(TaskState(
        id=e.task, name=f"Task-{e.task}", coro=e.coro, parent=e.parent, created_line=e.line, created_at=at, def_line=e.def_line,
        library=e.library, loop=e.loop, since=at, line=e.def_line,
    ))  # fmt: skip
    s.ready[e.task] = None


def _task_named(s: State, e: TaskNamed, at: float) -> None:
    s.known(e.task)
    s.own(e.task).name = e.name


def _step_started(s: State, e: StepStarted, at: float) -> None:
    if s.pending(e.task).state == "running":
        raise IllegalEvent(f"task {e.task} is in a step already")
    task = s.own(e.task)
    s.move(task, "running", at)
    task.steps += 1
    task.wait = None
    task.chain = ()
    task.cancelling = False
    s.ready.pop(e.task, None)
    s.running.append(e.task)
    s.idle = False
    s.free(at)


def _inside(s: State, task: TaskState, begun: float) -> float:
    """How long blocks of eager tasks that this step made held the loop: their first steps ran inside it, and are told by themselves."""
    return sum(block.seconds for block in s.blocks[-NESTED_MAX:] if block.at >= begun and _was_made_in(s, block.task, task.id, begun))


def _was_made_in(s: State, task: int | None, maker: int, begun: float) -> bool:
    one = s.tasks.get(task) if task is not None else None
    while one is not None and one.created_at >= begun and one.parent is not None:
        if one.parent == maker:
            return True
        one = s.tasks.get(one.parent)
    return False


def _leave(s: State, task: TaskState, busy: float) -> None:
    """The end of a step, before the task enters its next state. A step that was too long is put down as a block, with the line where it was seen."""
    if task.state == "running":
        s.running.remove(task.id)
    blocked = s.blocked if s.blocked is not None and s.blocked.task == task.id else None
    task.running_s += busy
    if busy >= BLOCK_S and len(s.blocks) < KEPT_MAX:
        other = s.blocked if s.blocked is not None and s.blocked.elsewhere and blocked is None else None
        seen = blocked or other
        where = seen.line if seen is not None else None
        begun = task.since if task.state == "running" else s.at
        own = busy - _inside(s, task, begun)
        if own >= BLOCK_S:
            s.blocks += (Block(task.id, where, own, begun, s.beside(task.id, None), other is not None),)
        blocked = seen
    if blocked is not None:
        s.blocked = None


def _step_ended(s: State, e: StepEnded, at: float) -> None:
    if s.pending(e.task).state != "running":
        raise IllegalEvent(f"task {e.task} is in no step")
    task = s.own(e.task)
    _leave(s, task, e.busy)
    task.chain = e.chain
    if e.line is not None:
        task.line = e.line
    if e.wait is None or e.task in s.early:
        s.early.discard(e.task)
        s.move(task, "ready", at)
        s.ready[e.task] = None
    else:
        s.move(task, "suspended", at)
        task.wait = e.wait


def _task_woken(s: State, e: TaskWoken, at: float) -> None:
    state = s.pending(e.task).state
    s.known(e.by)
    s.at_line(e.by, e.line)
    task = s.own(e.task)
    task.woken_by = e.by
    task.woken_line = e.line
    task.woken_timer, task.woken_fd = e.timer, e.fd
    if e.timer in s.timers:
        del s.change("timers")[e.timer]
    if e.cancelled and not task.cancelling:  # nobody asked for it: what it waited for was cancelled
        task.cancelling = True
        awaited = e.by is not None and e.line is None and task.wait is not None and e.by in task.wait.tasks
        _cancelled(s, task, e.by, e.line, None, "awaited" if awaited else "future")
    elif not e.cancelled and task.cancelling and task.wait is not None and task.wait.kind in PASSED_ON:
        task.cancelling = False  # the task that it awaits took the cancellation upon itself, and ended in another way
    if state == "suspended":
        s.move(task, "ready", at)
        task.wait = None
        s.ready[e.task] = None
        s.idle = False
    elif state == "running":
        s.early.add(e.task)


def _cancel_requested(s: State, e: CancelRequested, at: float) -> None:
    s.pending(e.task)
    s.known(e.by)
    s.known(e.via)
    s.at_line(e.by, e.line)
    task = s.own(e.task)
    task.cancelling = True
    _cancelled(s, task, e.by, e.line if e.line is not None or e.how != "timeout" else _timeout_line(s, e), e.via, e.how)


def _timeout_line(s: State, e: CancelRequested) -> int | None:
    """Of a wait_for that is a task of its own no line of the snippet's set the timeout but the one that made the task."""
    if e.via is not None:
        return s.tasks[e.via].cancelled_line
    task = s.tasks[e.task]
    return task.created_line if task.library else None


def _cancelled(s: State, task: TaskState, by: int | None, line: int | None, via: int | None, how: str) -> None:
    task.cancelled_by, task.cancelled_line, task.cancelled_via, task.cancelled_how = by, line, via, how
    main = s.tasks.get(s.mains.get(task.loop, 0))
    if by is None and main is not None and main.state == "done":
        task.orphaned = True


def _over(s: State, task: TaskState, outcome: str, at: float) -> None:
    s.move(task, "done", at)
    task.outcome = outcome
    task.wait = None
    task.chain = ()
    task.cancelling = False
    s.ready.pop(task.id, None)
    s.early.discard(task.id)
    s.alive -= 1


def _task_done(s: State, e: TaskDone, at: float) -> None:
    s.pending(e.task)
    if e.outcome not in _OUTCOMES:
        raise IllegalEvent(f"no task ends by {e.outcome!r}")
    task = s.own(e.task)
    _leave(s, task, e.busy)
    _over(s, task, e.outcome, at)
    if e.outcome == "cancelled" and not task.cancelled_how and task.cancelled_by is None and task.cancelled_line is None:
        last = s.tasks.get(task.woken_by or 0)
        task.cancelled_by, task.cancelled_how = (last.id, "awaited") if last and last.outcome == "cancelled" else (None, "raised")
    task.error = e.error
    task.swallowed = e.swallowed
    if e.line is not None:
        task.line = e.line


def _task_destroyed(s: State, e: TaskDestroyed, at: float) -> None:
    s.pending(e.task)
    task = s.own(e.task)
    _leave(s, task, 0.0)
    _over(s, task, "destroyed", at)


def _step_blocked(s: State, e: StepBlocked, at: float) -> None:
    s.known(e.task)
    if e.task is not None and s.tasks[e.task].state != "running":
        raise IllegalEvent(f"task {e.task} is in no step")
    s.at_line(e.task, e.line)
    s.blocked = e


TASK_RULES: dict[type[Event], Callable[[State, Any, float], None]] = {
    TaskCreated: _task_created,
    TaskNamed: _task_named,
    StepStarted: _step_started,
    StepEnded: _step_ended,
    TaskWoken: _task_woken,
    CancelRequested: _cancel_requested,
    TaskDone: _task_done,
    TaskDestroyed: _task_destroyed,
    StepBlocked: _step_blocked,
}
