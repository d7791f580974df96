"""Plain sentences for events of the loop's own: iterations, timers, I/O, callbacks, jobs, objects. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncplay.insight.cancels import asked_by
from asyncplay.insight.clean import visible
from asyncplay.insight.phrases import on
from asyncplay.insight.unawaited import plain
from asyncplay.insight.words import called, thing_name
from asyncplay.trace import events as ev
from asyncplay.trace import wire
from asyncplay.trace.snapshot import Snapshot, TaskState

TEXT_MAX = 200


def _who(snap: Snapshot, task: int | None) -> str:
    return called(task, snap) if task is not None else "The program"


def _text(text: str) -> str:
    return visible(text[:TEXT_MAX])


def _timer_gone(before: Snapshot, timer: int, verb: str) -> str:
    set_ = before.timers.get(timer)
    if set_ is None:
        return f"A timer {verb}."
    owner = f"The timer that {called(set_.task, before)} set{on(set_.line)}" if set_.task is not None else "A timer of the loop's"
    return f"{owner} {verb}."


def _watched(after: Snapshot, e: ev.IoWatched) -> str:
    if e.what == "loop":
        return "The loop watches its own wake-up: by it threads and signals reach it."
    why = {"accept": "for somebody to connect", "connect": "until it is connected", "write": "until it can be written", "exit": "for a child's end"}
    return f"The loop watches descriptor {e.fd} {why.get(e.what, 'for something to read')}{on(e.line)}."


def _job(after: Snapshot, e: ev.JobStarted) -> str:
    what = {"executor": "runs in another thread or process", "thread": "is a thread that began", "subprocess": "was started"}
    return f"{_text(plain(e.name))} {what.get(e.what, 'began')}{on(e.line)}: it goes on beside the loop."


def _job_over(before: Snapshot, e: ev.JobEnded) -> str:
    job = before.jobs.get(e.job)
    return f"{_text(plain(job.name)) if job else 'A job beside the loop'} is over" + (f": return code {e.result}." if e.result is not None else ".")


def _thing(snap: Snapshot, obj: int) -> str:
    """`Queue jobs`."""
    name = thing_name(obj, snap)
    return name[:1].upper() + name[1:]


def _changed(after: Snapshot, e: ev.ObjectChanged) -> str:
    thing = after.objects.get(e.obj)
    kind = thing.name if thing else ""
    name = _thing(after, e.obj) or "An object"
    if kind.startswith("Event"):
        return f"{name} is {'set' if e.value else 'not set'} now."
    if "emaphore" in kind:
        return f"{name} has {e.value} free {'slot' if e.value == 1 else 'slots'} now."
    return f"{name} holds {e.value} {'item' if e.value == 1 else 'items'} now." if "ueue" in kind else f"{name} counts {e.value} now."


def _left_open(e: ev.GeneratorAbandoned) -> str:
    return f"The async generator {_text(plain(e.name))} was left open{on(e.line)}: the loop closes it later."


def _complained(e: ev.LoopComplained) -> str:
    if e.message == wire.REFUSED:
        return f"asyncio refused to run a second loop inside the running one{on(e.line)} ({_text(e.error or 'RuntimeError')})."
    return f"asyncio told the loop's exception handler: {_text(e.message)}{f' ({_text(e.error)})' if e.error else ''}{on(e.line)}."


def _cancel(snap: Snapshot, e: ev.CancelRequested) -> str:
    who = asked_by(snap.tasks[e.task], snap)
    by = f" by {who}" if who else "; by whom is not known"
    return f"The cancellation of {called(e.task, snap)} was asked for{by}: {called(e.task, snap)} gets CancelledError {_meets(snap.tasks[e.task])}."


def _meets(task: TaskState) -> str:
    return "where it waits" if task.state == "suspended" else "at its next await" if task.state == "running" else "when it runs"


Tell = Callable[[Snapshot, Snapshot, Any], str]
TELL_LOOP: dict[type[ev.Event], Tell] = {
    ev.LoopStopped: lambda before, after, e: f"Loop {e.loop} stopped running.",
    ev.LoopIterated: lambda before, after, e: f"Iteration {e.number} of the loop begins.",
    ev.LoopComplained: lambda before, after, e: _complained(e),
    ev.TimerRang: lambda before, after, e: _timer_gone(before, e.timer, "rings"),
    ev.TimerCancelled: lambda before, after, e: _timer_gone(before, e.timer, "is cancelled: it was not needed"),
    ev.CallbackScheduled: lambda before, after, e: f"{_who(after, e.task)} scheduled a callback{on(e.line)}: {_text(plain(e.name))}.",
    ev.IoWatched: lambda before, after, e: _watched(after, e),
    ev.IoUnwatched: lambda before, after, e: f"The loop no longer watches descriptor {e.fd}.",
    ev.JobStarted: lambda before, after, e: _job(after, e),
    ev.JobEnded: lambda before, after, e: _job_over(before, e),
    ev.ObjectSeen: lambda before, after, e: f"{_thing(after, e.obj) or _text(e.name)} is used for the first time.",
    ev.ObjectChanged: lambda before, after, e: _changed(after, e),
    ev.GeneratorAbandoned: lambda before, after, e: _left_open(e),
    ev.CancelRequested: lambda before, after, e: _cancel(after, e),
}  # fmt: skip
