"""Trace events: past-tense facts about one run, in the order in which they happened. They are defined here, those about loops
and what loops keep in `events_loop`, and nowhere else.

`at` is in seconds on the run's clock since the snippet's first line. Task, loop, object and timer ids are counters of the run and are
never reused. A `line` is a line of the snippet; None where no frame of the snippet was involved. An event's number (`seq`) is its
place in the recording, so it is not stored here.
"""

from __future__ import annotations

from asyncplay.trace.event import Event, Frame, Wait, fact
from asyncplay.trace.events_loop import (
    CallbackRan,
    CallbackScheduled,
    GeneratorAbandoned,
    IoUnwatched,
    IoWatched,
    JobEnded,
    JobStarted,
    LoopClosed,
    LoopComplained,
    LoopForeign,
    LoopIdle,
    LoopIterated,
    LoopStarted,
    LoopStopped,
    ObjectChanged,
    ObjectReleased,
    ObjectSeen,
    ObjectTaken,
    TimerCancelled,
    TimerRang,
    TimerScheduled,
)
from asyncplay.trace.world import Variables

__all__ = [
    "EVENTS", "CallbackRan", "CallbackScheduled", "CancelAsked", "CancelRequested", "Deadlocked", "ErrorRaised", "Event", "EventsDropped", "Frame",
    "GeneratorAbandoned", "IoUnwatched", "IoWatched", "JobEnded", "JobStarted", "LimitReached", "LineReached", "LoopClosed", "LoopComplained",
    "LoopForeign", "LoopIdle", "LoopIterated", "LoopStarted", "LoopStopped", "NoteMade", "ObjectChanged", "ObjectReleased", "ObjectSeen",
    "ObjectTaken", "OutputDropped", "OutputWritten", "ProcessForked", "ProgramPaused", "ProgramResumed", "RunFinished",
    "RunStarted", "StdinRead", "StepBlocked", "StepEnded",
    "StepStarted",
    "TaskCreated", "TaskDestroyed", "TaskDone", "TaskNamed", "TaskWoken", "TimerCancelled", "TimerRang", "TimerScheduled", "TraceDamaged",
    "VariablesSeen", "Wait", "WarningIssued",
]  # fmt: skip


@fact
class RunStarted(Event):
    """The snippet's first line is about to run."""

    path: str
    python: str
    clock: str
    """real, virtual, or xN."""
    seed: int | None = None
    """The steps of tasks that were ready together were shuffled by this number."""
    debug: bool = False
    """asyncio's debug mode was on."""


@fact
class TaskCreated(Event):
    task: int
    parent: int | None
    coro: str
    line: int | None
    def_line: int | None
    """First line of the coroutine function, where it is the snippet's."""
    library: bool
    loop: int


@fact
class TaskNamed(Event):
    task: int
    name: str


@fact
class StepStarted(Event):
    task: int


@fact
class StepEnded(Event):
    """The task left the loop. `wait` None: it only yielded, and is ready again at once."""

    task: int
    wait: Wait | None
    chain: tuple[Frame, ...]
    """Outermost frame first."""
    line: int | None
    """Deepest line of the snippet in the chain."""
    busy: float
    """How long the step held the loop: seconds, the greater of the run's clock and the real one."""


@fact
class TaskWoken(Event):
    task: int
    by: int | None
    """The task whose step woke it; None: a timer, I/O or a callback."""
    line: int | None
    cancelled: bool
    timer: int | None = None
    """The timer that rang."""
    fd: int | None = None
    """The descriptor that was ready."""


@fact
class CancelRequested(Event):
    """Its cancellation was asked for, and the task has not met it yet. Of a task that waits, TaskWoken follows when that ends the wait."""

    task: int
    by: int | None
    """The task that asked: in its step, or by a callback that it scheduled, or (a task group's) by its failing; None: no task, or not known."""
    line: int | None
    via: int | None = None
    """It was asked of that task, which waits for this one, and so came to it."""
    how: str = ""
    """What asked, where it was no line of a task's own step: callback, timeout, wait_for, taskgroup, interrupt (Ctrl+C), run (the end of
    `asyncio.run`), outside (code outside the loop), thread (another one), user (who watches the program), or unknown."""


@fact
class TaskDone(Event):
    task: int
    outcome: str
    """returned, raised or cancelled."""
    error: str | None
    busy: float
    swallowed: bool = False
    """It was cancelled, and returned all the same."""
    line: int | None = None
    """Where the exception was raised."""


@fact
class TaskDestroyed(Event):
    """The task was garbage-collected while pending."""

    task: int


@fact
class OutputWritten(Event):
    """Text arrived on stdout or stderr: a line, several, or a part of one. It is untrusted: control characters are still in it."""

    task: int | None
    stream: str
    text: str
    line: int | None


@fact
class OutputDropped(Event):
    """Bytes beyond the limit were thrown away (a running count is in the snapshot)."""

    stream: str
    count: int


@fact
class StdinRead(Event):
    """The snippet read standard input, which is empty: it got an end of file."""

    task: int | None
    line: int | None


@fact
class WarningIssued(Event):
    category: str
    message: str
    line: int | None


@fact
class ErrorRaised(Event):
    """The snippet ended with this uncaught exception."""

    type: str
    message: str
    line: int | None


@fact
class StepBlocked(Event):
    """A step (or, with task None, code outside any task) has held the thread for 50 ms or more; the line is where it was seen."""

    task: int | None
    line: int | None
    since: float
    elsewhere: bool = False
    """Another thread, which runs no loop, holds the interpreter on that line, by C code: no loop can go on."""


@fact
class Deadlocked(Event):
    """Every task waits and nothing can ever wake one."""

    loop: int
    tasks: tuple[int, ...]


@fact
class ProcessForked(Event):
    """The snippet forked; the child is traced no further. `pid` 0: not known."""

    pid: int


@fact
class ProgramPaused(Event):
    """The program stands still, its clocks too, before a step of that task (None: before the loop's sleep, or in it).

    `reason`: start, pause, step or breakpoint.
    """

    task: int | None
    line: int | None
    reason: str


@fact
class ProgramResumed(Event):
    """The program goes on, be it for one step."""


@fact
class CancelAsked(Event):
    """Somebody outside the program cancelled this task."""

    task: int | None


@fact
class LimitReached(Event):
    """A budget of the run's clock is spent, and the runner ends: it would go on for ever."""

    name: str
    value: int
    line: int | None


@fact
class LineReached(Event):
    """Line detail: this line of the snippet is about to run."""

    task: int | None
    line: int


@fact
class VariablesSeen(Event):
    """The variables of a suspended task's frames, outermost first. Made only where something changed."""

    task: int | None
    frames: tuple[Variables, ...]


@fact
class NoteMade(Event):
    """Something asyncplay did or could not do, in one sentence for the user."""

    text: str


@fact
class EventsDropped(Event):
    """So many more happenings could not be recorded."""

    count: int


@fact
class TraceDamaged(Event):
    """The bytes from the runner could not be understood; from here on the trace is not to be trusted."""

    reason: str


@fact
class RunFinished(Event):
    """How the run ended, by the warden's word. See the contract for outcomes and exit codes."""

    outcome: str
    exit_code: int
    signal: str | None
    limit: str | None
    limit_value: float | None
    limit_line: int | None
    wall_seconds: float
    peak_memory: int | None


EVENTS: dict[str, type[Event]] = {cls.kind: cls for cls in Event.__subclasses__()}
"""Every event type by its snake_case kind."""
