"""What a snapshot shows beside tasks: loops, timers, I/O, callbacks, jobs and objects, each a small immutable value."""

from __future__ import annotations

from asyncplay.trace.event import fact


@fact
class Loop:
    id: int
    thread: int
    """The thread that ran it last."""
    running: bool = True
    iteration: int = 0
    """The iteration that ran something last."""
    idle: bool = False
    """It sleeps: nothing is ready."""
    idle_until: float | None = None


@fact
class Timer:
    id: int
    when: float
    """It rings then; what remains at a moment is `when` less that moment."""
    task: int | None
    """Whoever set it."""
    line: int | None
    loop: int
    name: str
    """What it will call; empty for the end of a sleep."""
    set_at: float


@fact
class IoWait:
    """A descriptor that a loop watches."""

    fd: int
    loop: int
    reading: str | None = None
    """What is waited for in order to read: accept, read, exit (of a child), or loop (its own wake-up)."""
    writing: str | None = None
    """write or connect."""
    task: int | None = None
    """Who asked for it last."""
    line: int | None = None


@fact
class Callback:
    """A plain callback in the ready queue."""

    id: int
    name: str
    loop: int
    task: int | None
    line: int | None
    iteration: int
    """The loop's iteration at that moment: it runs in the next one."""


@fact
class Job:
    """What goes on beside the loops: a job of an executor, a thread of the program's, a child process."""

    id: int
    what: str
    """executor, thread or subprocess."""
    name: str
    task: int | None
    line: int | None
    since: float
    """When it began."""


@fact
class Thing:
    """A lock, queue, event … that tasks wait for."""

    id: int
    name: str
    """Type and number, as in `Queue 1`."""
    value: int | None
    """Items in a queue, 1 or 0 for an event, free slots of a semaphore, tasks at a barrier."""
    limit: int | None
    fd: int | None
    label: str = ""
    """What the source calls it, where that is known and only it is called so."""
    made: int | None = None
    """The line where it was made."""


@fact
class Abandoned:
    """An async generator that was left before its end and not closed."""

    name: str
    line: int | None
    at: float


@fact
class Variables:
    """What one frame of the snippet's held when its task suspended."""

    name: str
    """The function."""
    line: int | None
    values: tuple[tuple[str, str, bool], ...]
    """Name, text, and whether that changed since the last time."""
