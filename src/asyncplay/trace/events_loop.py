"""Trace events about loops and what they keep: iterations, timers, I/O, plain callbacks, jobs, and the objects that tasks wait for."""

from __future__ import annotations

from asyncplay.trace.event import Event, fact


@fact
class LoopStarted(Event):
    loop: int
    thread: int
    """The system's number of the thread, as `threading.get_native_id` has it."""


@fact
class LoopStopped(Event):
    """`run_forever` returned: the loop may run again."""

    loop: int


@fact
class LoopClosed(Event):
    loop: int


@fact
class LoopIdle(Event):
    """The loop has nothing ready and sleeps, until a timer (`until`) or for I/O alone (None)."""

    loop: int
    until: float | None


@fact
class LoopForeign(Event):
    """A loop that asyncplay cannot trace (uvloop, …) was started."""

    name: str


@fact
class LoopIterated(Event):
    """A loop's iteration with this number began (as far as it ran anything)."""

    loop: int
    number: int


@fact
class LoopComplained(Event):
    """A loop's exception handler was called: an exception never retrieved, a callback that raised, a task destroyed while pending, …

    Or, with `wire.REFUSED` as the message, a second loop was to run inside this one."""

    loop: int
    message: str
    """asyncio's own words."""
    error: str | None
    """`Type: message` of the exception, where there is one."""
    task: int | None
    line: int | None
    """The line that raised it."""


@fact
class TimerScheduled(Event):
    timer: int
    when: float
    task: int | None
    line: int | None
    loop: int = 0
    name: str = ""
    """What it will call; empty for the end of a sleep."""


@fact
class TimerRang(Event):
    timer: int


@fact
class TimerCancelled(Event):
    timer: int


@fact
class CallbackScheduled(Event):
    """A plain callback (no step of a task) entered the ready queue."""

    callback: int
    loop: int
    name: str
    task: int | None
    """The task that scheduled it."""
    line: int | None


@fact
class CallbackRan(Event):
    """A plain callback ran; `at` is its end."""

    loop: int
    name: str
    seconds: float
    callback: int | None = None
    """Its id, where it was seen to enter the ready queue."""
    timer: int | None = None
    """The timer that rang."""
    fd: int | None = None
    """The descriptor that was ready."""
    line: int | None = None
    """First line of the function, where it is the snippet's."""


@fact
class IoWatched(Event):
    """The loop watches a descriptor: `direction` is read or write, `what` is accept, read, write, connect, exit (a child's), or loop (its own)."""

    loop: int
    fd: int
    direction: str
    what: str
    task: int | None
    line: int | None


@fact
class IoUnwatched(Event):
    loop: int
    fd: int
    direction: str


@fact
class JobStarted(Event):
    """Something goes on beside the loops: `what` is executor (a job, in a thread or a process of a pool), thread or subprocess."""

    job: int
    what: str
    name: str
    task: int | None
    line: int | None


@fact
class JobEnded(Event):
    job: int
    result: str | None
    """A subprocess's return code."""


@fact
class ObjectSeen(Event):
    """A lock, queue, event … that tasks wait for is in the trace from here on. `value` and `limit` as in ObjectChanged."""

    obj: int
    name: str
    """Type and number, as in `Queue 1`."""
    value: int | None
    limit: int | None
    """The size at which a queue is full, a semaphore's initial value, a barrier's parties."""
    fd: int | None = None
    """The descriptor a stream reads from."""
    label: str = ""
    """What the source calls it; empty where that is not known. If another of its type has that name already, it names neither."""
    made: int | None = None
    """The line where it was made."""


@fact
class ObjectChanged(Event):
    """Items in a queue, 1 or 0 for an event set or not, free slots of a semaphore, tasks at a barrier, bytes in a stream's buffer."""

    obj: int
    value: int


@fact
class ObjectTaken(Event):
    """A task acquired a lock or a semaphore slot."""

    obj: int
    task: int | None
    line: int | None


@fact
class ObjectReleased(Event):
    obj: int
    task: int | None


@fact
class GeneratorAbandoned(Event):
    """An async generator was left before its end, and not closed: asyncio closes it later, in a task of its own."""

    name: str
    line: int | None
    """Where it stands."""
