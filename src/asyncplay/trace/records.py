"""Binary records into events, one record at a time: what each kind of record means, and nothing about bytes or lines.

A record is refused (Doubtful) when it speaks of a task that is not there; the events that come out can always be folded. A step's begin
is told once, before the first event inside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asyncplay.trace import wire
from asyncplay.trace.definitions import Definitions
from asyncplay.trace.events import (
    CallbackRan,
    Deadlocked,
    Event,
    LoopClosed,
    LoopIdle,
    LoopStarted,
    ObjectReleased,
    ObjectTaken,
    StepBlocked,
    StepEnded,
    StepStarted,
    TaskCreated,
    TaskDestroyed,
    TaskDone,
    TaskNamed,
    TaskWoken,
    TimerScheduled,
    Wait,
)

WAITS_MAX = 50_000
_DONE = -1
_SLEEP, _TIMEOUT = wire.WAITS.index("sleep"), wire.WAITS.index("timeout")


@dataclass(frozen=True, slots=True)
class OutputClaim:
    """The runner says that it wrote these bytes; the engine makes an OutputWritten of it once it has them."""

    at: float
    task: int | None
    stream: str
    line: int | None
    nbytes: int
    crc: int


class Doubtful(ValueError):
    """A record that speaks of what is not there."""


Out = list[Event | OutputClaim]
_Handler = Callable[[int, int, int, int, int, int, int, int, int, Out], None]


class Records:
    """Turns records into events. The arguments of its methods are the words of a record, in the order of wire.RECORD."""

    def __init__(self, names: Definitions) -> None:
        self._names = names
        self._tasks: dict[int, int] = {}
        """The loop of every task that was created; _DONE once it is over."""
        self._told: set[int] = set()
        """Tasks whose present step's begin was told."""
        self._ends: dict[int, int] = {}
        self._timers: dict[int, float] = {}
        """When the last timer rings that a task set in its present step."""
        self._waits: dict[tuple[int, int, int, int], Wait] = {}
        self._deadlocked = False
        self._by_kind: dict[int, _Handler] = {
            wire.CREATED: self._created, wire.NAMED: self._named, wire.STEP: self._step, wire.DONE: self._finished, wire.WOKEN: self._woken,
            wire.TIMER: self._timer, wire.CALLBACK: self._callback, wire.IDLE: self._idle, wire.OUT: self._out, wire.GONE: self._gone,
            wire.BLOCKED: self._blocked, wire.LOOP: self._loop, wire.DEADLOCK: self._deadlock, wire.TAKEN: self._taken,
            wire.RELEASED: self._released,
        }  # fmt: skip

    def handler(self, kind: int) -> _Handler | None:
        return self._by_kind.get(kind)

    def is_known(self, task: int) -> bool:
        return task in self._tasks

    def _pending(self, task: int) -> int:
        """The loop of a task that is not over."""
        loop = self._tasks.get(task)
        if loop is None:
            raise Doubtful(f"task {task} was never created")
        if loop == _DONE:
            raise Doubtful(f"task {task} was over already")
        return loop

    def _begin(self, task: int, t0: int, out: Out) -> None:
        if task not in self._told:
            self._told.add(task)
            out.append(StepStarted(t0 / 1e9, task))

    def _actor(self, task: int, t0: int, out: Out) -> int | None:
        """The task in whose step something happened; None outside every step."""
        loop = self._tasks.get(task)
        if loop is None:
            return None
        if loop != _DONE:
            self._begin(task, t0, out)
        return task

    def _created(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not task or task in self._tasks:
            raise Doubtful(f"task {task} was created twice")
        parent = self._actor(a, t0, out)
        code = self._names.code(c)
        self._tasks[task] = loop
        name, line, library = code or ("?", None, False)
        out.append(TaskCreated(t / 1e9, task, parent, name, self._names.stack(b).line, line, library, loop))

    def _named(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if task not in self._tasks:
            raise Doubtful(f"task {task} was never created")
        name = self._names.string(c)
        if name is not None:
            out.append(TaskNamed(t / 1e9, task, name))

    def _step(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._pending(task)
        self._begin(task, t0, out)
        self._told.discard(task)
        self._ends[task] = t
        until = self._timers.pop(task, None)
        chain, line = self._names.stack(b)
        wait = self._wait(a, b, c, d, line) if a else None
        if wait is not None and until is not None and a in (_SLEEP, _TIMEOUT):
            wait = Wait(wait.kind, line, wait.obj, wait.object, until, wait.tasks)
        out.append(StepEnded(t / 1e9, task, wait, chain, line, max((t - t0) / 1e9, e / 1e6)))

    def _wait(self, a: int, b: int, c: int, d: int, line: int | None) -> Wait:
        """What a task waits for, but for when that ends by itself; made once for all that wait alike."""
        key = (a, b, c, d)
        wait = self._waits.get(key)
        if wait is None:
            kind = wire.WAITS[a] if a < len(wire.WAITS) else "unknown"
            thing = self._names.object(c)
            tasks = (d,) if d in self._tasks else tuple(i for i in thing.tasks if i in self._tasks) if thing else ()
            wait = Wait(kind, line, c or None, thing.name if thing else None, None, tasks)
            if len(self._waits) < WAITS_MAX:
                self._waits[key] = wait
        return wait

    def _finished(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._pending(task)
        if not 0 < a < len(wire.OUTCOMES):
            raise Doubtful(f"task {task} ended in no way there is")
        self._begin(task, t0, out)
        self._over(task)
        error = self._names.string(c) if wire.OUTCOMES[a] == "raised" else None
        out.append(TaskDone(t / 1e9, task, wire.OUTCOMES[a], error, max((t - t0) / 1e9, e / 1e6)))

    def _over(self, task: int) -> None:
        self._tasks[task] = _DONE
        self._told.discard(task)
        self._ends.pop(task, None)
        self._timers.pop(task, None)

    def _woken(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if task not in self._tasks:
            raise Doubtful(f"task {task} was never created")
        by = self._actor(a, t0, out)
        if self._tasks[task] != _DONE:
            out.append(TaskWoken(t / 1e9, task, by, self._names.stack(b).line, bool(d)))

    def _timer(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        pending = self._tasks.get(task, _DONE) != _DONE
        if pending and e:
            self._begin(task, t, out)
        if pending:
            self._timers[task] = t0 / 1e9
        out.append(TimerScheduled(t / 1e9, c, t0 / 1e9, task if task in self._tasks else None, self._names.stack(b).line))

    def _callback(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        out.append(CallbackRan(t / 1e9, loop, self._names.string(c) or "a callback", max((t - t0) / 1e9, e / 1e6)))

    def _idle(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        out.append(LoopIdle(t / 1e9, loop, t0 / 1e9 if t0 else None))

    def _out(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if a not in (1, 2):
            raise Doubtful(f"there is no stream {a}")
        actor = self._actor(task, t0, out)
        out.append(OutputClaim(t / 1e9, actor, "stdout" if a == 1 else "stderr", self._names.stack(b).line, c, d))

    def _gone(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if task not in self._tasks:
            raise Doubtful(f"task {task} was never created")
        if self._tasks[task] != _DONE:
            self._over(task)
            out.append(TaskDestroyed(t / 1e9, task))

    def _blocked(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        """The watchdog is another thread: what it saw may be over when its record comes, and is of no use then."""
        actor = task if task in self._tasks else None
        if actor is not None:
            if self._tasks[actor] == _DONE or (actor not in self._told and t0 < self._ends.get(actor, 0)):
                return
            self._begin(actor, t0, out)
        out.append(StepBlocked(t / 1e9, actor, self._names.stack(b).line, t0 / 1e9))

    def _loop(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if a == 1:
            out.append(LoopStarted(t / 1e9, loop, c))
        elif a == 3:
            out.append(LoopClosed(t / 1e9, loop))

    def _deadlock(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not self._deadlocked:  # one is the end; a list of all tasks may be long
            self._deadlocked = True
            out.append(Deadlocked(t / 1e9, loop, tuple(i for i, its in self._tasks.items() if its == loop or (not loop and its != _DONE))))

    def _taken(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing was taken")
        out.append(ObjectTaken(t / 1e9, c, self._actor(task, t0, out), self._names.stack(b).line))

    def _released(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing was released")
        out.append(ObjectReleased(t / 1e9, c, self._actor(task, t0, out)))
