"""Who cancelled a task, in words: one place for the sentence of the event, the reason for a task's state, and the report. Pure."""

from __future__ import annotations

from asyncplay.insight.phrases import on
from asyncplay.insight.words import called
from asyncplay.trace.snapshot import Snapshot, TaskState

CHAIN_MAX = 6
_HOW = {
    "callback": "a callback", "timeout": "its timeout", "wait_for": "wait_for", "taskgroup": "its task group", "interrupt": "Ctrl+C",
    "run": "the end of asyncio.run", "outside": "code outside the loop", "thread": "another thread", "user": "you",
}  # fmt: skip


def asked_by(task: TaskState, snap: Snapshot) -> str:
    """`1 main on line 8`, `its timeout, set on line 5`, `its task group, because 3 bad failed on line 9`, `1 main on line 8, through 2 outer, which
    awaits it`; empty where nobody knows."""
    by, line, how = task.cancelled_by, task.cancelled_line, task.cancelled_how
    who = called(by, snap) if by is not None else ""
    if how == "taskgroup":
        text = f"{_HOW[how]}, because {who} failed{on(line)}" if who and by is not None and _failed(by, snap) else f"its task group{on(line)}"
    elif how == "callback":
        text = f"a callback{f' that {who} scheduled' if who else ''}{on(line)}"
    elif how == "timeout":
        text = f"{'its' if task.cancelled_via is None else 'the'} timeout{on(line)}"
    elif how == "wait_for":
        text = f"{who or 'its task'}, whose wait_for{on(line)} ended"
    elif how in _HOW:
        text = _HOW[how] + on(line)
    elif who:
        text = ("itself" if by == task.id else who) + on(line)
    else:
        text = f"somebody{on(line)}" if line else ""
    chain = _chain(task, snap)
    return f"{text}, through {chain}" if text and chain else text


def _failed(task: int, snap: Snapshot) -> bool:
    found = snap.tasks.get(task)
    return found is not None and found.outcome == "raised"


def _chain(task: TaskState, snap: Snapshot) -> str:
    """`2 outer, which waits for it`: the tasks through which the request came, from the one that was asked inwards."""
    via: list[int] = []
    at = task.cancelled_via
    while at is not None and at in snap.tasks and at not in via and len(via) < CHAIN_MAX:
        via.append(at)
        at = snap.tasks[at].cancelled_via
    return " and ".join(called(one, snap) for one in reversed(via)) + ", which waited for it" if via else ""


def cancelled(task: TaskState, snap: Snapshot) -> str:
    """`was cancelled by 1 main on line 8`; `was cancelled`; or how it came to be without anybody's asking."""
    by, how = task.cancelled_by, task.cancelled_how
    if how == "awaited" and by is not None:
        return f"was cancelled because {called(by, snap)}, which it waited for, was"
    if how == "raised":
        return "ended with CancelledError, and nobody was seen to ask for that"
    if how == "future":
        return "was cancelled: the future that it waited for was" + (f", by {called(by, snap)}{on(task.cancelled_line)}" if by is not None else "")
    text = asked_by(task, snap)
    return f"was cancelled by {text}" if text else "was cancelled"
