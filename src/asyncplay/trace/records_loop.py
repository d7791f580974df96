"""Binary records about loops and what they keep, into events: timers, I/O, plain callbacks, jobs, objects.

A *handle* is an address in the runner. It means what it was last told to mean, for as long as that lives: a timer until it rings or is
cancelled, a callback until it runs, a descriptor's reader until it is taken off.
"""

from __future__ import annotations

from asyncplay.trace import events_loop as ev
from asyncplay.trace import wire
from asyncplay.trace.definitions import Definitions
from asyncplay.trace.events import Event
from asyncplay.trace.records_steps import Doubtful, Out, Steps

HANDLES_MAX = 100_000
UNWATCHED_MAX = 1000
LIMITS = frozenset(("_release_waiter", "Timeout._on_timeout"))
"""What the timers call by which wait and wait_for end."""


class LoopRecords:
    """Turns records into events. The arguments of its handlers are the words of a record, in the order of wire.RECORD."""

    def __init__(self, names: Definitions, steps: Steps) -> None:
        self._names = names
        self._steps = steps
        self._timers: dict[int, int] = {}
        """Timer ids by handle."""
        self._queued: dict[int, int] = {}
        """Callback ids by handle."""
        self._watched: dict[int, int] = {}
        """Descriptors by handle, while they are watched: after that the address may be anybody's."""
        self._handles: dict[tuple[int, int, str], int] = {}
        """Those handles, by loop, descriptor and direction."""
        self._unwatched: dict[int, tuple[int, int, int]] = {}
        """By handle, descriptors that were let go of last, the loop and its iteration: a handle may do so itself, and wake somebody then."""
        self._origins: dict[int, tuple[int | None, int | None]] = {}
        """Who set a timer or scheduled a callback, and on which line, by handle."""
        self._sleeping: set[int] = set()
        """Handles of timers that end a sleep: their callback is not told."""
        self._rung: set[int] = set()
        """Timers whose ringing was told before their callback was over."""
        self._sleeps: dict[int, ev.TimerScheduled] = {}
        """Sleeps that begin in a task's present step."""
        self._counts = {"timer": 0, "callback": 0}

    def _next(self, what: str) -> int:
        self._counts[what] += 1
        return self._counts[what]

    def waker(self, t: int, handle: int, loop: int, iteration: int, out: Out) -> tuple[int | None, int | None]:
        """The timer or the descriptor behind a handle that runs."""
        self._steps.iterate(loop, iteration, t, out)
        timer = self._timers.get(handle)
        if timer is not None:
            if handle in self._sleeping:  # no more will come of it
                self._sleeping.discard(handle)
                del self._timers[handle]
                out.append(ev.TimerRang(t / 1e9, timer))
            elif timer not in self._rung:
                self._rung.add(timer)
                out.append(ev.TimerRang(t / 1e9, timer))
            return timer, None
        return None, self._descriptor(handle, loop, iteration)

    def _descriptor(self, handle: int, loop: int, iteration: int) -> int | None:
        """What was ready, if this handle runs for that."""
        fd = self._watched.get(handle)
        if fd is None and self._unwatched:
            fd, *when = self._unwatched.get(handle, (None, 0, 0))
            return fd if when == [loop, iteration] else None
        return fd

    def origin(self, handle: int, how: str) -> tuple[int | None, int | None]:
        """Whose doing it is that this handle runs, and on which line; of a timeout, the line alone."""
        task, line = self._origins.get(handle, (None, None))
        return (task if how == "callback" else None), line

    def timer(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        actor = self._steps.actor_in_step(task, t, loop, e, out)
        code = self._names.code(a)
        if actor is not None and (not a or (code is not None and code.name in LIMITS)):
            self._steps.sets_timer(task, t0, not a)
        number = self._next("timer")
        if len(self._timers) < HANDLES_MAX:
            self._timers[c | d << 32] = number
        if a:
            self._sleeping.discard(c | d << 32)
        else:
            self._sleeping.add(c | d << 32)
        event = ev.TimerScheduled(t / 1e9, number, t0 / 1e9, actor, self._names.stack(b).line, loop, code.name if code else "")
        if code is not None and len(self._origins) < HANDLES_MAX:
            self._origins[c | d << 32] = actor, event.line
        if actor is not None and code is None and event.line is None and actor not in self._sleeps:
            self._sleeps[actor] = event  # the step that it ends says on which line
        else:
            out.append(event)

    def tell_sleep(self, task: int, line: int | None, out: Out) -> None:
        """A step is over: the sleep that ended it began on this line."""
        timer = self._sleeps.pop(task, None)
        if timer is not None:
            out.append(ev.TimerScheduled(timer.at, timer.timer, timer.when, timer.task, line, timer.loop, timer.name))

    def untimed(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        timer = self._timers.pop(c | d << 32, None)
        self._origins.pop(c | d << 32, None)
        self._sleeping.discard(c | d << 32)
        self._steps.actor(task, t0, loop, e, out)
        if timer is not None:
            self._rung.discard(timer)
            out.append(ev.TimerCancelled(t / 1e9, timer))

    def queued(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        actor = self._steps.actor(task, t0, loop, e, out)
        if not actor and t0:
            self.waker(t, t0, loop, e, out)
        number = self._next("callback")
        if len(self._queued) < HANDLES_MAX:
            self._queued[c | d << 32] = number
        code, line = self._names.code(a), self._names.stack(b).line
        if len(self._origins) < HANDLES_MAX:
            self._origins[c | d << 32] = actor, line
        out.append(ev.CallbackScheduled(t / 1e9, number, loop, code.name if code else "a callback", actor, line))

    def callback(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        self._steps.iterate(loop, a >> 8, t0, out)
        handle = b | d << 32
        self._origins.pop(handle, None)
        timer, fd = self._timers.pop(handle, None), self._descriptor(handle, loop, a >> 8)
        if timer is not None:
            if timer in self._rung:
                self._rung.discard(timer)
            else:
                out.append(ev.TimerRang(t0 / 1e9, timer))
        name, line, library = self._names.code(c) or ("a callback", None, True)
        seconds = max((t - t0) / 1e9, e / 1e6)
        out.append(ev.CallbackRan(t / 1e9, loop, name, seconds, self._queued.pop(handle, None), timer, fd, None if library else line))

    def watch(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not 0 < a <= 4:
            raise Doubtful("a descriptor is watched in no way there is")
        actor = self._steps.actor_in_step(task, t, loop, e, out)
        direction = "read" if a % 2 else "write"
        event: Event
        self._let_go(loop, c, direction, e)
        if a <= 2:
            if len(self._watched) < HANDLES_MAX:
                self._watched[t0] = c
                self._handles[loop, c, direction] = t0
            what = wire.IO[d] if 0 < d < len(wire.IO) else direction
            event = ev.IoWatched(t / 1e9, loop, c, direction, what, actor, self._names.stack(b).line)
        else:
            event = ev.IoUnwatched(t / 1e9, loop, c, direction)
        out.append(event)

    def _let_go(self, loop: int, fd: int, direction: str, iteration: int) -> None:
        handle = self._handles.pop((loop, fd, direction), None)
        if handle is not None and self._watched.get(handle) == fd:
            del self._watched[handle]
            if len(self._unwatched) > UNWATCHED_MAX:
                self._unwatched.clear()
            self._unwatched[handle] = fd, loop, iteration

    def job(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if a == 1:
            what = wire.JOBS[d] if 0 < d < len(wire.JOBS) else ""
            actor = self._steps.actor(task, t0, loop, 0, out)
            out.append(ev.JobStarted(t / 1e9, c, what, self._names.string(e) or "", actor, self._names.stack(b).line))
        else:
            out.append(ev.JobEnded(t / 1e9, c, str(d - 2**31) if d else None))

    def idle(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        out.append(ev.LoopIdle(t / 1e9, loop, t0 / 1e9 if t0 else None))

    def loop(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        at = t / 1e9
        if a == 1:
            out.append(ev.LoopStarted(at, loop, c))
        elif a == 2:
            out.append(ev.LoopStopped(at, loop))
        elif a == 3:
            for its, fd, direction in [key for key in self._handles if key[0] == loop]:
                self._let_go(its, fd, direction, 0)
            out.append(ev.LoopClosed(at, loop))

    def object(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing was seen")
        if self._names.see_object(c, a, e - 1 if e else None):
            thing = self._names.object(c)
            name = thing.name if thing else f"object {c}"
            label, line = self._names.origin(task, name.rpartition(" ")[0])
            out.append(ev.ObjectSeen(t / 1e9, c, name, d - 1 if d else None, b - 1 if b else None, e - 1 if e else None, label, line))

    def value(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing has a value")
        out.append(ev.ObjectChanged(t / 1e9, c, a))
        if d:
            out.append(ev.ObjectChanged(t / 1e9, d, b))

    def taken(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing was taken")
        if a:
            self._steps.known(task)
        actor = task if a else self._steps.actor(task, t0, loop, e, out)
        out.append(ev.ObjectTaken(t / 1e9, c, actor, self._names.stack(b).line))
        if d:
            out.append(ev.ObjectChanged(t / 1e9, c, d - 1))

    def released(self, t: int, t0: int, task: int, a: int, b: int, c: int, d: int, loop: int, e: int, out: Out) -> None:
        if not c:
            raise Doubtful("nothing was released")
        out.append(ev.ObjectReleased(t / 1e9, c, self._steps.actor(task, t0, loop, e, out)))
        if d:
            out.append(ev.ObjectChanged(t / 1e9, c, d - 1))
