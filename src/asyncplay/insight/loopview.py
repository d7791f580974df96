"""The one picture of asyncio at one instant: who runs, who is ready and in which order, which timers are set, what I/O and threads are awaited.

Pure: a function of a snapshot. What the trace does not tell is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice
from operator import attrgetter

from asyncplay.late import dataclass
from asyncplay.trace.index import LATE_S
from asyncplay.trace.snapshot import Snapshot, TaskState

TIMERS_MAX = 200
"""A view names at most so many timers: those that ring first."""
OTHERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Running:
    task: int
    line: int | None
    since: float
    blocks: bool
    """It has held the loop for 50 ms or more."""


@dataclass(frozen=True, slots=True)
class Ready:
    task: int
    place: int
    """1: it runs next."""
    since: float
    new: bool
    """Created, and not begun."""


@dataclass(frozen=True, slots=True)
class Timer:
    when: float
    left: float
    """Seconds until it rings; below 0: it is due, and the loop is held."""
    task: int | None
    line: int | None
    what: str
    """In the contract's words: `sleep`, `timeout`; `timer` where no task waits for it."""

    @property
    def late(self) -> bool:
        return self.left < -LATE_S


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is awaited from outside the loop: a descriptor or a thread's job."""

    what: str
    tasks: tuple[int, ...]
    number: int | None = None
    """The file descriptor, or the job's number, where it is known."""
    since: float | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class LoopView:
    at: float
    iteration: int | None
    running: Running | None
    ready: tuple[Ready, ...]
    ready_count: int
    timers: tuple[Timer, ...]
    timer_count: int
    io: tuple[Waiting, ...]
    jobs: tuple[Waiting, ...]
    idle: bool
    """The loop sleeps: nobody is ready."""
    idle_until: float | None
    """Until when; None: until I/O comes."""
    started: bool
    over: bool


_when = attrgetter("when")
_last: tuple[dict[int, TaskState], dict[int, float], dict[int, TaskState]] = ({}, {}, {})
"""The tasks of the snapshot that was looked at last, and what came of it."""
_NOT_OUTSIDE = frozenset({"sleep", "future", "task", "gather", "lock", "event", "queue.get", "queue.put"})
_IO = ("stream.", "socket", "datagram", "subprocess")


def loop_view(snap: Snapshot, now: float | None = None, limit: int = TIMERS_MAX) -> LoopView:
    """The loop's picture at that snapshot; `now` for countdowns while the run goes on. `limit`: so many of a kind at most are looked at closely."""
    now = snap.at if now is None else max(now, snap.at)
    timed, waits = _suspended(snap)
    untold = _untold(snap, timed)
    timers = list(_set(snap, limit, now))
    for until, ident in nsmallest(limit, untold):
        wait = snap.tasks[ident].wait
        assert wait is not None
        timers.append(Timer(until, until - now, ident, wait.line, wait.kind))
    ready = tuple(_ready(snap, n, i) for n, i in enumerate(snap.ready[:limit], 1))
    counts = snap.counts
    return LoopView(
        at=now,
        iteration=snap.iteration or None,
        running=_running(snap),
        ready=ready,
        ready_count=max(len(ready), counts.get("ready", 0) + counts.get("created", 0)),
        timers=tuple(nsmallest(limit, timers, key=_when)),
        timer_count=len(snap.timers) + len(untold),
        io=tuple(islice(_io(snap, waits), OTHERS_MAX)),
        jobs=tuple(islice(_jobs(snap, waits), OTHERS_MAX)),
        idle=snap.idle,
        idle_until=snap.idle_until if snap.idle else None,
        started=snap.started is not None,
        over=snap.finished is not None,
    )


def _suspended(snap: Snapshot) -> tuple[dict[int, float], list[TaskState]]:
    """When the waits of tasks end that end by themselves, and the tasks that wait for more than a sleep.

    There may be ten thousand in each frame, and most are the very objects of the frame before: only the others are looked at.
    """
    global _last
    before, timed, others = _last
    tasks = snap.tasks if type(snap.tasks) is dict else dict(snap.tasks.items())
    if len(before) > len(tasks) or [*before] != [*islice(tasks, len(before))]:
        before, timed, others = {}, {}, {}
    changed = [task for task, its in zip(tasks.values(), before.values()) if task is not its]  # noqa: B905  new ones follow below
    changed += islice(tasks.values(), len(before), None)
    for task in changed:
        timed.pop(task.id, None)
        others.pop(task.id, None)
        if task.state == "suspended" and (wait := task.wait) is not None:
            if wait.until is not None:
                timed[task.id] = wait.until
            if wait.kind not in _NOT_OUTSIDE:
                others[task.id] = task
    _last = tasks, timed, others
    return timed, [others[ident] for ident in sorted(others)]


def _running(snap: Snapshot) -> Running | None:
    task = snap.tasks.get(snap.running) if snap.running is not None else None
    if task is None:
        return None
    held = snap.blocked_now
    return Running(task.id, task.line, task.since, held is not None and held.task == task.id)


def _ready(snap: Snapshot, place: int, ident: int) -> Ready:
    task = snap.tasks[ident]
    return Ready(ident, place, task.since, task.state == "created")


def _set(snap: Snapshot, limit: int, now: float) -> Iterator[Timer]:
    """Timers that are set: those that ring first."""
    for one in nsmallest(limit, snap.timers.values(), key=_when):
        task = snap.tasks.get(one.task) if one.task is not None else None
        wait = task.wait if task is not None else None
        what = wait.kind if wait is not None and wait.until == one.when else "timer"
        yield Timer(one.when, one.when - now, one.task, one.line, what)


def _untold(snap: Snapshot, timed: dict[int, float]) -> list[tuple[float, int]]:
    """The ends of waits whose timer the trace did not tell, and the tasks."""
    told = set(map(_when, snap.timers.values()))
    return [(until, ident) for ident, until in timed.items() if until not in told]


def _io(snap: Snapshot, waits: list[TaskState]) -> Iterator[Waiting]:
    """Tasks that wait for I/O; and descriptors that are watched while no task waits for them, the loop's own aside."""
    told = set()
    for task in waits:
        if task.wait is not None and task.wait.kind.startswith(_IO):
            told.add(task.wait.fd)
            yield Waiting(task.wait.kind, (task.id,), task.wait.fd, task.since, task.wait.line)
    for fd, one in snap.io.items():
        what = one.writing or one.reading
        if fd not in told and what is not None and what != "loop":
            yield Waiting(what, (), fd, None, one.line)


def _jobs(snap: Snapshot, waits: list[TaskState]) -> Iterator[Waiting]:
    """Jobs of executors, threads of the program's, subprocesses; and tasks that wait for a job that the trace did not tell."""
    told = set()
    for job, one in snap.jobs.items():
        told.add(one.task)
        yield Waiting(one.name, (one.task,) if one.task is not None else (), job, one.since, one.line)
    for task in waits:
        if task.wait is not None and task.wait.kind == "thread" and task.id not in told:
            yield Waiting("thread", (task.id,), None, task.since, task.wait.line)
