"""What each event about loops, timers, I/O, callbacks, jobs and objects does to the state. Every rule checks first and changes afterwards.

Everything here is bounded: beyond a bound the new is not kept, which is counted (`Snapshot.untold`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from asyncplay.trace import events_loop as ev
from asyncplay.trace.events import Event
from asyncplay.trace.snapshot import BLOCK_S, Block
from asyncplay.trace.state import KEPT_MAX, THINGS_MAX, IllegalEvent, State
from asyncplay.trace.world import Abandoned, Callback, IoWait, Job, Loop, Thing, Timer

_DIRECTIONS = ("read", "write")


def _loop_started(s: State, e: ev.LoopStarted, at: float) -> None:
    if e.loop < 0:
        raise IllegalEvent(f"there is no loop {e.loop}")
    old = s.loops.get(e.loop)
    if s.has_room("loops", e.loop):
        s.change("loops")[e.loop] = Loop(e.loop, e.thread, iteration=old.iteration if old else 0)
    s.free(at)


def _loop_stopped(s: State, e: ev.LoopStopped, at: float) -> None:
    _set_loop(s, e.loop, running=False, idle=False)


def _loop_closed(s: State, e: ev.LoopClosed, at: float) -> None:
    """What the loop kept is gone with it."""
    if e.loop in s.loops:
        del s.change("loops")[e.loop]
    for name in ("timers", "callbacks", "io"):
        for key in [key for key, one in getattr(s, name).items() if one.loop == e.loop]:
            del s.change(name)[key]
            if name == "callbacks":
                s.ready.pop(-key, None)
    s.idle = False


def _loop_idle(s: State, e: ev.LoopIdle, at: float) -> None:
    """Nothing is ready: a callback that is still thought to be was cancelled."""
    s.free(at)
    s.idle = True
    s.idle_until = e.until
    old = s.loops.get(e.loop)
    if old is not None:
        s.change("loops")[e.loop] = Loop(old.id, old.thread, old.running, old.iteration, True, e.until)
    _drop_callbacks(s, e.loop, None)


def _loop_iterated(s: State, e: ev.LoopIterated, at: float) -> None:
    if e.number < 0:
        raise IllegalEvent("an iteration's number is not negative")
    s.iteration = e.number
    old = s.loops.get(e.loop)
    if old is not None:  # as `_set_loop`, for what comes with nearly every step
        s.change("loops")[e.loop] = Loop(old.id, old.thread, old.running, e.number, False, old.idle_until)
    _drop_callbacks(s, e.loop, e.number - 1)


def _set_loop(s: State, loop: int, **values: Any) -> None:
    old = s.loops.get(loop)
    if old is not None:
        s.change("loops")[loop] = replace(old, **values)


def _drop_callbacks(s: State, loop: int, before: int | None) -> None:
    if s.callbacks:
        for key in [key for key, one in s.callbacks.items() if one.loop == loop and (before is None or one.iteration < before)]:
            del s.change("callbacks")[key]
            s.ready.pop(-key, None)


def _loop_complained(s: State, e: ev.LoopComplained, at: float) -> None:
    s.known(e.task)
    if len(s.complaints) < KEPT_MAX:
        s.complaints += (e,)


def _generator_abandoned(s: State, e: ev.GeneratorAbandoned, at: float) -> None:
    if len(s.abandoned) < KEPT_MAX:
        s.abandoned += (Abandoned(e.name, e.line, at),)


def _timer_scheduled(s: State, e: ev.TimerScheduled, at: float) -> None:
    s.known(e.task)
    s.at_line(e.task, e.line)
    if s.has_room("timers", e.timer):
        s.change("timers")[e.timer] = Timer(e.timer, e.when, e.task, e.line, e.loop, e.name, at)


def _timer_over(s: State, e: ev.TimerRang | ev.TimerCancelled, at: float) -> None:
    if e.timer in s.timers:
        del s.change("timers")[e.timer]


def _callback_scheduled(s: State, e: ev.CallbackScheduled, at: float) -> None:
    if e.callback < 1:
        raise IllegalEvent(f"there is no callback {e.callback}")
    s.known(e.task)
    s.at_line(e.task, e.line)
    if s.has_room("callbacks", e.callback):
        loop = s.loops.get(e.loop)
        iteration = loop.iteration if loop else 0
        s.change("callbacks")[e.callback] = Callback(e.callback, e.name, e.loop, e.task, e.line, iteration)
        s.ready[-e.callback] = None


def _callback_ran(s: State, e: ev.CallbackRan, at: float) -> None:
    if e.callback in s.callbacks:
        del s.change("callbacks")[e.callback]
        s.ready.pop(-e.callback, None)
    if e.timer in s.timers:
        del s.change("timers")[e.timer]
    if e.seconds >= BLOCK_S and len(s.blocks) < KEPT_MAX:
        line = s.blocked.line if s.blocked is not None and s.blocked.task is None else None
        s.blocks += (Block(None, line or e.line, e.seconds, max(0.0, at - e.seconds), s.beside(None, e.loop)),)
    s.free(at)
    s.idle = False


def _io_watched(s: State, e: ev.IoWatched, at: float) -> None:
    if e.fd < 0 or e.direction not in _DIRECTIONS:
        raise IllegalEvent(f"nobody can {e.direction!r} descriptor {e.fd}")
    s.known(e.task)
    s.at_line(e.task, e.line)
    if not s.has_room("io", e.fd):
        return
    old = s.io.get(e.fd) or IoWait(e.fd, e.loop)
    if old.loop != e.loop:
        old = IoWait(e.fd, e.loop)
    reading, writing = (e.what, old.writing) if e.direction == "read" else (old.reading, e.what)
    s.change("io")[e.fd] = IoWait(e.fd, e.loop, reading, writing, e.task, e.line)


def _io_unwatched(s: State, e: ev.IoUnwatched, at: float) -> None:
    if e.direction not in _DIRECTIONS:
        raise IllegalEvent(f"nobody can {e.direction!r}")
    old = s.io.get(e.fd)
    if old is None or old.loop != e.loop:
        return
    new = replace(old, reading=None) if e.direction == "read" else replace(old, writing=None)
    if new.reading is None and new.writing is None:
        del s.change("io")[e.fd]
    else:
        s.change("io")[e.fd] = new


def _job_started(s: State, e: ev.JobStarted, at: float) -> None:
    s.known(e.task)
    s.at_line(e.task, e.line)
    if s.has_room("jobs", e.job):
        s.change("jobs")[e.job] = Job(e.job, e.what, e.name, e.task, e.line, at)


def _job_ended(s: State, e: ev.JobEnded, at: float) -> None:
    if e.job in s.jobs:
        del s.change("jobs")[e.job]


def _object_seen(s: State, e: ev.ObjectSeen, at: float) -> None:
    if e.obj < 1:
        raise IllegalEvent(f"there is no object {e.obj}")
    if s.has_room("objects", e.obj):
        objects = s.change("objects")
        same = _called_the_same(objects, e) if e.label else None
        if same is not None:
            objects[same.id] = replace(same, label="")
        objects[e.obj] = Thing(e.obj, e.name, e.value, e.limit, e.fd, e.label if same is None else "", e.made)


def _called_the_same(objects: dict[int, Thing], e: ev.ObjectSeen) -> Thing | None:
    kind = e.name.rpartition(" ")[0]
    return next((one for one in objects.values() if one.label == e.label and one.id != e.obj and one.name.rpartition(" ")[0] == kind), None)


def _object_changed(s: State, e: ev.ObjectChanged, at: float) -> None:
    old = s.objects.get(e.obj)
    if old is not None and old.value != e.value:
        s.change("objects")[e.obj] = replace(old, value=e.value)


ACQUIRES = frozenset(("Lock.acquire", "Semaphore.acquire", "wait_for"))
HOLDER_DEPTH = 4


def _object_taken(s: State, e: ev.ObjectTaken, at: float) -> None:
    if e.obj < 1:
        raise IllegalEvent(f"there is no object {e.obj}")
    s.known(e.task)
    s.at_line(e.task, e.line)
    if len(s.owners.get(e.obj, ())) < KEPT_MAX and (e.obj in s.owners or len(s.owners) < THINGS_MAX):
        line = e.line if e.line is not None or e.task is None else s.tasks[e.task].line  # a slot may be given to one who waits
        s.change("owners")[e.obj] = (*s.owners.get(e.obj, ()), _holder(s, e.task, line))


def _holder(s: State, task: int | None, line: int | None) -> tuple[int | None, int | None]:
    """The task that has it. `acquire` may be a task of its own, which is over at once (wait_for makes one, to 3.11): whoever made that has it."""
    for _ in range(HOLDER_DEPTH):
        found = s.tasks.get(task or 0)
        if found is None or not found.library or found.coro not in ACQUIRES or found.parent is None:
            break
        task, line = found.parent, found.created_line
    return task, line


def _object_released(s: State, e: ev.ObjectReleased, at: float) -> None:
    """One hold ends: the releasing task's own, else the oldest, since any task may release a semaphore."""
    if e.obj < 1:
        raise IllegalEvent(f"there is no object {e.obj}")
    s.known(e.task)
    holds = list(s.owners.get(e.obj, ()))
    if not holds:
        return
    mine = next((n for n, (task, _) in enumerate(holds) if task == e.task), 0)
    del holds[mine]
    if holds:
        s.change("owners")[e.obj] = tuple(holds)
    else:
        del s.change("owners")[e.obj]


def _nothing(s: State, e: Event, at: float) -> None:
    """The event is for readers of the recording; no state follows from it."""


LOOP_RULES: dict[type[Event], Callable[[State, Any, float], None]] = {
    ev.LoopStarted: _loop_started,
    ev.LoopStopped: _loop_stopped,
    ev.LoopClosed: _loop_closed,
    ev.LoopIdle: _loop_idle,
    ev.LoopIterated: _loop_iterated,
    ev.LoopForeign: _nothing,
    ev.LoopComplained: _loop_complained,
    ev.GeneratorAbandoned: _generator_abandoned,
    ev.TimerScheduled: _timer_scheduled,
    ev.TimerRang: _timer_over,
    ev.TimerCancelled: _timer_over,
    ev.CallbackScheduled: _callback_scheduled,
    ev.CallbackRan: _callback_ran,
    ev.IoWatched: _io_watched,
    ev.IoUnwatched: _io_unwatched,
    ev.JobStarted: _job_started,
    ev.JobEnded: _job_ended,
    ev.ObjectSeen: _object_seen,
    ev.ObjectChanged: _object_changed,
    ev.ObjectTaken: _object_taken,
    ev.ObjectReleased: _object_released,
}
