"""The state of a run after one event: immutable, and all that a panel ever sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import takewhile

from asyncplay.late import dataclass
from asyncplay.trace.events import ErrorRaised, Frame, LoopComplained, ProgramPaused, RunFinished, RunStarted, StepBlocked, Wait, WarningIssued
from asyncplay.trace.world import Abandoned, Callback, IoWait, Job, Loop, Thing, Timer, Variables


@dataclass(slots=True)
class TaskState:
    """One task at one moment. Never changed once a snapshot holds it."""

    id: int
    name: str
    """The task's own name (`Task-1` unless the program gave one)."""
    coro: str
    parent: int | None
    created_line: int | None
    created_at: float
    def_line: int | None
    library: bool
    """Its coroutine is not the snippet's."""
    loop: int
    state: str = "created"
    """created, ready, running, suspended or done. `created` means: in the ready queue, not begun."""
    outcome: str | None = None
    """returned, raised, cancelled or destroyed."""
    error: str | None = None
    """`Type: message` of the exception it raised."""
    since: float = 0.0
    """When the present state began."""
    steps: int = 0
    running_s: float = 0.0
    """Time in steps that ended (the greater of the run's clock and the real one)."""
    ready_s: float = 0.0
    suspended_s: float = 0.0
    wait: Wait | None = None
    line: int | None = None
    """The last line of the snippet that the trace knows for it."""
    chain: tuple[Frame, ...] = ()
    woken_by: int | None = None
    woken_line: int | None = None
    woken_timer: int | None = None
    """The timer that woke it last."""
    woken_fd: int | None = None
    """The descriptor whose readiness woke it last."""
    cancelled_by: int | None = None
    """The task that asked last for its cancellation."""
    cancelled_line: int | None = None
    swallowed: bool = False
    """It was cancelled, and returned all the same."""
    cancelling: bool = False
    """Woken by a cancellation that it has not yet met."""
    orphaned: bool = False
    """Cancelled by no task after its loop's main task had ended: what `asyncio.run` does to whoever is left."""
    cancelled_via: int | None = None
    """The task whose own cancellation came to this one, because it waited for it."""
    cancelled_how: str = ""
    """As in CancelRequested; `awaited`: the task that it waited for was cancelled; `future`: the future was; `raised`: nobody was seen
    to ask for it (it may have raised CancelledError itself)."""

    @property
    def named(self) -> bool:
        """Whether the program gave it a name. Python's own `Task-2` is none, and need not be this task's number (from 3.13 on)."""
        return not (self.name.startswith("Task-") and self.name[5:].isdecimal())

    @property
    def label(self) -> str:
        """What panels call it: its own name if the program gave one, else its coroutine's, without the function in which that stands."""
        return self.name if self.named else self.coro.rpartition("<locals>.")[2]


@dataclass(frozen=True, slots=True)
class Block:
    """A step that held the loop for BLOCK_S or more."""

    task: int | None
    line: int | None
    seconds: float
    at: float
    """When the step began."""
    others: int = 0
    """How many other tasks were alive meanwhile: none of them could run."""
    elsewhere: bool = False
    """The line is another thread's, which held the interpreter."""


BLOCK_S = 0.05
"""From this length on a step counts as blocking (the contract's 50 ms)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    seq: int
    """How many events are folded in."""
    at: float
    """Time of the last of them."""
    started: RunStarted | None = None
    finished: RunFinished | None = None
    tasks: Mapping[int, TaskState] = field(default_factory=dict)
    """By id, in order of creation; done tasks stay."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many tasks are in each state, the library's included."""
    running: int | None = None
    """The task in a step (of the loop that took one last)."""
    ready: tuple[int, ...] = ()
    """Tasks in the ready queue, first to run first, created ones included; the first READY_MAX of them."""
    idle: bool = False
    """The loop sleeps."""
    idle_until: float | None = None
    owners: Mapping[int, tuple[tuple[int | None, int | None], ...]] = field(default_factory=dict)
    """Who holds each lock or semaphore: (task, line) pairs by object id."""
    output: int = 0
    """How many of the recording's output lines there are so far."""
    output_dropped: int = 0
    """Bytes of output thrown away."""
    warnings: tuple[WarningIssued, ...] = ()
    error: ErrorRaised | None = None
    blocks: tuple[Block, ...] = ()
    blocked_now: StepBlocked | None = None
    """The step that holds the loop at this moment, once the watchdog saw it."""
    deadlock: tuple[int, ...] = ()
    events_dropped: int = 0
    damaged: str | None = None
    peak: int = 0
    """The most tasks alive at once, the library's included."""
    notes: tuple[str, ...] = ()
    paused: ProgramPaused | None = None
    """Where the program stands still, if it does."""
    own_counts: Mapping[str, int] = field(default_factory=dict)
    """How many of the snippet's own tasks are in each state."""
    queue: tuple[int, ...] = ()
    """The ready queue as it is: tasks by id, plain callbacks by their id made negative; the first READY_MAX of them."""
    callbacks: Mapping[int, Callback] = field(default_factory=dict)
    """Plain callbacks in the ready queue, by id."""
    loops: Mapping[int, Loop] = field(default_factory=dict)
    """Loops that are not closed, by id."""
    iteration: int = 0
    """The iteration that ran something last, of whichever loop."""
    timers: Mapping[int, Timer] = field(default_factory=dict)
    """Timers that are set, by id, in the order in which they were set."""
    io: Mapping[int, IoWait] = field(default_factory=dict)
    """What the loops watch, by descriptor."""
    jobs: Mapping[int, Job] = field(default_factory=dict)
    """Executor jobs, threads and subprocesses that go on, by id."""
    objects: Mapping[int, Thing] = field(default_factory=dict)
    """Locks, queues, events … that tasks waited for, by id."""
    complaints: tuple[LoopComplained, ...] = ()
    """What the loops' exception handlers were told: exceptions never retrieved, callbacks that raised, …"""
    abandoned: tuple[Abandoned, ...] = ()
    """Async generators that were left open."""
    reached: Mapping[int, int] = field(default_factory=dict)
    """With line detail: how often each line was reached."""
    variables: Mapping[int, tuple[Variables, ...]] = field(default_factory=dict)
    """What each task's frames held when it last suspended, outermost first, where that is recorded."""
    untold: int = 0
    """So many timers, callbacks, objects … more there were than a snapshot keeps."""


def deadline(snap: Snapshot, task: int) -> Timer | None:
    """The timer that ends a task's wait, beside the wait's own: of the `asyncio.timeout` around it (also wait_for's, from 3.12 on), or of
    as_completed; of several the first that rings."""
    found = _timeouts_of(snap.timers)
    return _first(snap, task, found[task]) if task in found else None


def _timeouts_of(timers: Mapping[int, Timer]) -> dict[int, list[Timer]]:
    """Those that end a wait, by task. There may be ten thousand, and each frame has others: where the newest of the last answer is still set, only
    newer ones are looked at."""
    global _timeouts
    before, found = _timeouts
    if timers is before:
        return found
    new: Iterable[Timer] = timers.values()
    newest = next(reversed(before.values()), None) if type(before) is dict is type(timers) else None
    if newest is not None and timers.get(newest.id) is newest:
        found = {task: left for task, its in found.items() if (left := [timer for timer in its if timer.id in timers])}
        new = [*takewhile(lambda timer: timer is not newest, reversed(timers.values()))][::-1]  # type: ignore[call-overload]
    else:
        found = {}
    for timer in new:
        if timer.name in TIMEOUTS and timer.task is not None:
            found.setdefault(timer.task, []).append(timer)
    _timeouts = timers, found
    return found


def _first(snap: Snapshot, task: int, timers: Iterable[Timer]) -> Timer | None:
    wait = snap.tasks[task].wait if task in snap.tasks else None
    counts = [timer for timer in timers if wait is not None and TIMEOUTS[timer.name] in ("", wait.kind)]
    return min(counts, key=lambda timer: timer.when, default=None)


TIMEOUTS = {"Timeout._on_timeout": "", "as_completed.<locals>._on_timeout": "as_completed", "_AsCompletedIterator._handle_timeout": "as_completed"}
"""What the timer of a timeout calls, and the kind of wait that it ends; empty: any."""
_timeouts: tuple[Mapping[int, Timer], dict[int, list[Timer]]] = ({}, {})
"""The last answer: it is asked for each row of a table."""


def waiters(snap: Snapshot, obj: int) -> tuple[int, ...]:
    """Who queues for a lock, queue, event …: the tasks suspended on it, who waits longest first."""
    found = [t for t in snap.tasks.values() if t.state == "suspended" and t.wait is not None and t.wait.obj == obj]
    return tuple(t.id for t in sorted(found, key=_since))


def io_tasks(snap: Snapshot, fd: int) -> tuple[int, ...]:
    """The tasks that wait until a descriptor is ready."""
    return tuple(t.id for t in snap.tasks.values() if t.state == "suspended" and t.wait is not None and t.wait.fd == fd)


def _since(task: TaskState) -> float:
    return task.since
