"""Binary records into events, one record at a time: what each kind of record means, and nothing about bytes or lines.

A record is refused (Doubtful) when it speaks of a task that is not there; the events that come out can always be folded. Records about
tasks are read here, those about loops in `records_loop`.
"""

from __future__ import annotations

from collections.abc import Callable

from asyncplay.trace import wire
from asyncplay.trace.definitions import LINE_NUMBER_MAX, Definitions, line_number
from asyncplay.trace.events import (
    CancelRequested,
    Deadlocked,
    LineReached,
    ObjectChanged,
    StepBlocked,
    StepEnded,
    TaskCreated,
    TaskDestroyed,
    TaskDone,
    TaskNamed,
    TaskWoken,
    Wait,
)
from asyncplay.trace.records_loop import LoopRecords
from asyncplay.trace.records_steps import DONE, Doubtful, Out, OutputClaim, Steps

__all__ = ["Doubtful", "OutputClaim", "Records"]

WAITS_MAX = 50_000
FUTURES_MAX = 100_000
FUTURE_IDS = 1 << 32
"""Plain futures are numbered here, from this number on: the runner tells where they are, not which."""
_KIND = {name: number for number, name in enumerate(wire.WAITS)}
_SLEEP, _FUTURE = _KIND["sleep"], _KIND["future"]
_ENDING = frozenset({_SLEEP, _KIND["wait"], _KIND["wait_for"]})
"""Waits that end by themselves when the timer rings that was set for them."""
_ON_FD = frozenset(_KIND[name] for name in ("stream.read", "stream.drain", "stream.connect", "stream.accept", "stream.close", "socket", "datagram"))

_ON_QUEUE = frozenset(_KIND[name] for name in ("queue.get", "queue.put", "queue.join"))

FAILED_MAX = 1000

_Handler = Callable[[int, int, int, int, int, int, int, int, int, Out], None]


class Records:
    """Turns records into events. The arguments of its methods are the words of a record, in the order of wire.RECORD."""

    def __init__(self, names: Definitions) -> None:
        self._names = names
        self._steps = steps = Steps()
        self._tasks = steps.tasks
        self._loops = loops = LoopRecords(names, steps)
        self._waits: dict[tuple[int, int, int, int], Wait] = {}
        self._waits_of = 0
        """The version of the definitions that those waits are made of."""
        self._futures: dict[int, tuple[int, int]] = {}
        """Futures that somebody waits for, by address: their number, and how many wait."""
        self._awaited: dict[int, int] = {}
        """The address of the future that a task waits for."""
        self._future_count = 0
        self._queueing: dict[int, int] = {}
        """The queue that a task waits for."""
        self._failed: dict[int, int] = {}
        """The lines on which tasks failed, of the last few: their groups end the others then."""
        self._deadlocked = False
        self._by_kind: dict[int, _Handler] = {
            wire.CREATED: self._created, wire.NAMED: self._named, wire.STEP: self._step, wire.DONE: self._finished, wire.WOKEN: self._woken,
            wire.TIMER: loops.timer, wire.CALLBACK: loops.callback, wire.IDLE: loops.idle, wire.OUT: self._out, wire.GONE: self._gone,
            wire.BLOCKED: self._blocked, wire.LOOP: loops.loop, wire.DEADLOCK: self._deadlock, wire.TAKEN: loops.taken,
            wire.RELEASED: loops.released, wire.UNTIMED: loops.untimed, wire.QUEUED: loops.queued, wire.WATCH: loops.watch,
            wire.JOB: loops.job, wire.OBJECT: loops.object, wire.VALUE: loops.value, wire.CANCEL: self._cancel, wire.LINE: self._line,
        }  # fmt: skip

    def handler(self, kind: int) -> _Handler | None:
        return self._by_kind.get(kind)

    def is_known(self, task: int) -> bool:
        return task in self._tasks

    def _created(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not task or task in self._tasks:
            raise Doubtful(f"task {task} was created twice")
        parent = self._steps.actor(a, t0, loop, e, out)
        code = self._names.code(c)
        self._tasks[task] = loop
        name, line, library = code or ("?", None, False)
        out.append(TaskCreated(t / 1e9, task, parent, name, self._names.stack(b).line, line, library, loop))

    def _line(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not 0 < a <= LINE_NUMBER_MAX:
            raise Doubtful(f"there is no line {a}")
        out.append(LineReached(t / 1e9, self._steps.actor(task, t0, loop, 0, out), a))

    def _named(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.known(task)
        name = self._names.string(c)
        if name is not None:
            out.append(TaskNamed(t / 1e9, task, name))

    def _step(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.pending(task)
        self._steps.begin(task, t0, loop, a >> 8, out)
        self._steps.tell_worst(task, t, out)
        chain, line = self._names.stack(b)
        self._loops.tell_sleep(task, line, out)
        timer = self._steps.end(task, t)
        kind = a & 0xFF
        wait = None
        if kind == _FUTURE and c:
            address = c | d << 32
            wait = Wait("future", line, *self._future(task, address), signal=self._names.signal("future", address))
        elif kind:
            size = 0
            if kind in _ON_QUEUE:
                size, d = d, 0
                self._queueing[task] = c
            wait = self._wait(kind, b, c, d, line)
            if timer is not None and kind in _ENDING and timer[1] == (kind == _SLEEP):
                wait = Wait(wait.kind, line, wait.obj, wait.object, timer[0], wait.tasks, wait.fd, wait.signal)
        if wait is not None and kind in _ON_QUEUE and c and size:
            out.append(ObjectChanged(t / 1e9, c, size - 1))
        out.append(StepEnded(t / 1e9, task, wait, chain, line, max((t - t0) / 1e9, e / 1e6)))

    def _wait(self, kind: int, b: int, c: int, d: int, line: int | None) -> Wait:
        """What a task waits for, but for when that ends by itself; made once for all that wait alike."""
        if self._waits_of != self._names.members_version:
            self._waits_of = self._names.members_version
            self._waits.clear()
        key = (kind, b, c, d)
        wait = self._waits.get(key)
        if wait is None:
            word = wire.WAITS[kind] if kind < len(wire.WAITS) else "unknown"
            thing = self._names.object(c)
            fd = None
            if kind in _ON_FD:
                fd = d - 1 if d else thing.fd if thing else None
                d = 0
            tasks: tuple[int, ...] = (d,) if d in self._tasks else ()
            if thing and not tasks:
                tasks = tuple(i for i in thing.tasks if i in self._tasks)
            wait = Wait(word, line, c or None, thing.name if thing else None, None, tasks, fd, self._names.signal("obj", c))
            if len(self._waits) < WAITS_MAX:
                self._waits[key] = wait
        return wait

    def _future(self, task: int, address: int) -> tuple[int, str]:
        """The number and name of the plain future at that address: the same for all who wait for it at a time."""
        self._no_future(task)
        number, waiting = self._futures.get(address, (0, 0))
        if not number:
            self._future_count += 1
            number = FUTURE_IDS + self._future_count
        if len(self._futures) < FUTURES_MAX:
            self._futures[address] = (number, waiting + 1)
            self._awaited[task] = address
        return number, f"Future {number - FUTURE_IDS}"

    def _no_future(self, task: int) -> None:
        """The task waits for it no longer."""
        address = self._awaited.pop(task, None)
        if address is None:
            return
        number, waiting = self._futures.get(address, (0, 0))
        if waiting > 1:
            self._futures[address] = (number, waiting - 1)
        else:
            self._futures.pop(address, None)

    def _finished(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.pending(task)
        outcome = a & 7
        if not 0 < outcome < len(wire.OUTCOMES):
            raise Doubtful(f"task {task} ended in no way there is")
        self._steps.begin(task, t0, loop, a >> 8, out)
        self._steps.tell_worst(task, t, out)
        self._loops.tell_sleep(task, None, out)
        self._over(task)
        error = self._names.string(c) if wire.OUTCOMES[outcome] == "raised" else None
        line = line_number({"line": d}) if wire.OUTCOMES[outcome] == "raised" else None
        if line is not None:
            self._failed[task] = line
            if len(self._failed) > FAILED_MAX:
                del self._failed[next(iter(self._failed))]
        out.append(TaskDone(t / 1e9, task, wire.OUTCOMES[outcome], error, max((t - t0) / 1e9, e / 1e6), bool(a & 8), line))

    def _over(self, task: int) -> None:
        self._steps.over(task)
        self._no_future(task)
        self._queueing.pop(task, None)

    def _woken(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.known(task)
        by = self._steps.actor(a, t0, loop, e, out)
        timer, fd = (None, None) if a or not t0 else self._loops.waker(t, t0, loop, e, out)
        self._no_future(task)
        queue = self._queueing.pop(task, None)
        if queue is not None and c:
            out.append(ObjectChanged(t / 1e9, queue, c - 1))
        line = self._names.stack(b).line
        if line is None and not a and t0:
            line = self._loops.origin(t0, "")[1]
        if self._tasks[task] != DONE:
            out.append(TaskWoken(t / 1e9, task, by, line, bool(d & 1), timer, fd))

    def _cancel(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.known(task)
        by = self._steps.actor(a, t0, loop, e, out) if t0 else None
        line = self._names.stack(b).line
        how = wire.ASKS[d] if d < len(wire.ASKS) else "unknown"
        if not a and t0:
            self._loops.waker(t, t0, loop, e, out)
            by, line = (by, line) if line else self._loops.origin(t0, how)
        if line is None and by is not None and how == "taskgroup":
            line = self._failed.get(by)
        if self._tasks[task] != DONE:
            out.append(CancelRequested(t / 1e9, task, by, line, c if c in self._tasks and c != task else None, how))

    def _out(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if a not in (1, 2):
            raise Doubtful(f"there is no stream {a}")
        actor = self._steps.actor(task, t0, loop, e, out)
        out.append(OutputClaim(t / 1e9, actor, "stdout" if a == 1 else "stderr", self._names.stack(b).line, c, d))

    def _gone(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.known(task)
        if self._tasks[task] != DONE:
            self._over(task)
            out.append(TaskDestroyed(t / 1e9, task))

    def _blocked(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        """The watchdog is another thread: what it saw may be over when its record comes, and is of no use then."""
        actor = task if task in self._tasks else None
        if actor is not None:
            if self._steps.is_past(actor, t0):
                return
            self._steps.begin(actor, t0, loop, e, out)
            self._steps.seen(actor, self._names.stack(b).line, t0 / 1e9, t / 1e9, out)
        else:
            out.append(StepBlocked(t / 1e9, None, self._names.stack(b).line, t0 / 1e9))

    def held(self, task: int | None, since: float, line: int, at: float, elsewhere: bool, out: Out) -> None:
        """The parent found out by itself that this step holds the thread, or (`elsewhere`) a thread without a loop the interpreter."""
        if task is not None:
            loop = self._tasks.get(task, DONE)
            if loop == DONE:
                return
            self._steps.begin(task, int(since * 1e9), loop, 0, out)
            self._steps.seen(task, line, since, at, out)
        else:
            if elsewhere:
                self._steps.elsewhere = line, since
            out.append(StepBlocked(at, None, line, since, elsewhere))

    def _deadlock(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not self._deadlocked:  # one is the end; a list of all tasks may be long
            self._deadlocked = True
            out.append(Deadlocked(t / 1e9, loop, tuple(i for i, its in self._tasks.items() if its == loop or (not loop and its != DONE))))
