"""The mutable state behind a fold: what `freeze` shows, plus the little that only the next events need.

A TaskState that a snapshot or a keyframe holds is never changed again: rules ask `own` for one, which copies it the first time after a
freeze. Freezing therefore costs one shallow copy of a dict, however many tasks there are.
"""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import Any

from asyncplay.trace.events import ErrorRaised, LoopComplained, ProgramPaused, RunFinished, RunStarted, StepBlocked, WarningIssued
from asyncplay.trace.rows import Tasks
from asyncplay.trace.snapshot import BLOCK_S, Block, Snapshot, TaskState
from asyncplay.trace.world import Abandoned, Callback, IoWait, Job, Loop, Thing, Timer, Variables

READY_MAX = 200
"""A snapshot names at most so many tasks of the ready queue."""
KEPT_MAX = 2000
"""A snapshot holds at most so many warnings, notes and blocks each: the first ones."""

THINGS_MAX = 20_000
"""A snapshot holds at most so many timers, callbacks, jobs, objects … each."""
MAPS = ("callbacks", "io", "jobs", "loops", "objects", "owners", "reached", "timers", "variables")
"""What a snapshot gets a copy of, which is good until the next change."""

TASK_STATES = ("created", "ready", "running", "suspended", "done")

_fields = attrgetter(*(name for name in TaskState.__slots__))


class IllegalEvent(ValueError):
    """An event that cannot follow the ones before it."""


class State:
    """Everything a run's events add up to. Only the rules change it."""

    __slots__ = (
        "abandoned", "alive", "at", "blocked", "blocks", "callbacks", "complaints", "counts", "damaged", "deadlock", "early", "error",
        "events_dropped", "finished", "idle", "idle_until", "io", "iteration", "jobs", "loops", "mains", "notes", "objects", "open_streams",
        "output", "output_dropped", "own_counts", "owned", "owners", "paused", "peak", "reached", "ready", "running", "seq", "shown", "started",
        "tasks", "tasks_shown", "timers", "touched", "untold", "variables", "warnings",
    )  # fmt: skip

    def __init__(self) -> None:
        self.seq = 0
        self.at = 0.0
        self.started: RunStarted | None = None
        self.finished: RunFinished | None = None
        self.tasks: dict[int, TaskState] = {}
        self.owned: set[int] = set()
        """Tasks whose TaskState no snapshot holds."""
        self.touched: set[int] = set()
        """Tasks that changed since the last keyframe."""
        self.tasks_shown: dict[int, TaskState] | None = None
        """The copy that the last snapshot got, while it is still true."""
        self.counts = dict.fromkeys(TASK_STATES, 0)
        self.own_counts = dict.fromkeys(TASK_STATES, 0)
        self.alive = 0
        self.peak = 0
        self.running: list[int] = []
        """Tasks in a step, the one that began last at the end: an eager task's first step runs inside its creator's."""
        self.early: set[int] = set()
        """Tasks woken while still in the step that is about to suspend them."""
        self.ready: dict[int, None] = {}
        """The ready queue: tasks by id, plain callbacks by their id made negative."""
        self.mains: dict[int, int] = {}
        """The task by which each loop was entered, as far as can be seen: created outside every task, while no other such task was pending."""
        self.idle = False
        self.idle_until: float | None = None
        self.owners: dict[int, tuple[tuple[int | None, int | None], ...]] = {}
        self.output = 0
        self.open_streams: set[str] = set()
        """Streams whose last line has not ended."""
        self.output_dropped = 0
        self.warnings: tuple[WarningIssued, ...] = ()
        self.error: ErrorRaised | None = None
        self.blocks: tuple[Block, ...] = ()
        self.blocked: StepBlocked | None = None
        self.deadlock: tuple[int, ...] = ()
        self.events_dropped = 0
        self.damaged: str | None = None
        self.notes: tuple[str, ...] = ()
        self.paused: ProgramPaused | None = None
        self._begin_loops()

    def _begin_loops(self) -> None:
        """What there is beside tasks."""
        self.shown: dict[str, dict[int, Any]] = {}
        """Copies of MAPS that the last snapshot got, while they are still true."""
        self.loops: dict[int, Loop] = {}
        self.iteration = 0
        self.timers: dict[int, Timer] = {}
        self.callbacks: dict[int, Callback] = {}
        self.io: dict[int, IoWait] = {}
        self.jobs: dict[int, Job] = {}
        self.objects: dict[int, Thing] = {}
        self.complaints: tuple[LoopComplained, ...] = ()
        self.abandoned: tuple[Abandoned, ...] = ()
        self.untold = 0
        self.reached: dict[int, int] = {}
        self.variables: dict[int, tuple[Variables, ...]] = {}

    def known(self, task: int | None) -> None:
        """Refuse a task that was never created."""
        if task is not None and task not in self.tasks:
            raise IllegalEvent(f"there is no task {task}")

    def pending(self, task: int) -> TaskState:
        """That task's state, to look at; refused if it is unknown or done."""
        found = self.tasks.get(task)
        if found is None:
            raise IllegalEvent(f"there is no task {task}")
        if found.state == "done":
            raise IllegalEvent(f"task {task} is done")
        return found

    def own(self, task: int) -> TaskState:
        """That task's state, to change."""
        found = self.tasks[task]
        if task not in self.owned:
            found = self.tasks[task] = TaskState(*_fields(found))
            self.owned.add(task)
        self.touched.add(task)
        self.tasks_shown = None
        return found

    def add(self, task: TaskState) -> None:
        if isinstance(self.tasks, Tasks):
            self.tasks.bear(task)
        else:
            self.tasks[task.id] = task
        self.owned.add(task.id)
        self.touched.add(task.id)
        self.tasks_shown = None
        self.counts[task.state] += 1
        if not task.library:
            self.own_counts[task.state] += 1
        self.alive += 1
        if self.alive > self.peak:
            self.peak = self.alive

    def beside(self, task: int | None, loop: int | None) -> int:
        """How many other tasks that loop has, whom a block of it keeps from running: those of other threads' loops go on."""
        if task is not None:
            loop = self.tasks[task].loop
        if loop is None or len(self.loops) < 2:
            return self.alive - (task is not None)
        return sum(one.loop == loop and one.state != "done" for one in self.tasks.values()) - (task is not None)

    def free(self, at: float) -> None:
        """Whatever held the thread outside every task holds it no more."""
        held = self.blocked
        if held is not None and held.task is None:
            self.blocked = None
            if held.elsewhere and at - held.since >= BLOCK_S and len(self.blocks) < KEPT_MAX:
                self.blocks += (Block(None, held.line, at - held.since, held.since, self.beside(None, None), True),)

    def move(self, task: TaskState, state: str, at: float) -> None:
        """Let an owned task enter a state; the time since the last change goes to the state it leaves."""
        old = task.state
        if old == "suspended":
            task.suspended_s += at - task.since
        elif old != "running":
            task.ready_s += at - task.since
        self.counts[old] -= 1
        self.counts[state] += 1
        if not task.library:
            self.own_counts[old] -= 1
            self.own_counts[state] += 1
        task.state = state
        task.since = at

    def at_line(self, task: int | None, line: int | None) -> None:
        """A task in a step was seen on that line."""
        if task is not None and line is not None:
            found = self.tasks[task]
            if found.state == "running" and found.line != line:
                self.own(task).line = line

    def change(self, name: str) -> dict[int, Any]:
        """One of MAPS, to change."""
        self.shown.pop(name, None)
        found: dict[int, Any] = getattr(self, name)
        return found

    def has_room(self, name: str, key: int) -> bool:
        """Whether one of MAPS takes this key; counted if it does not."""
        found = getattr(self, name)
        if key in found or len(found) < THINGS_MAX:
            return True
        self.untold += 1
        return False

    def show(self, name: str) -> dict[int, Any]:
        """One of MAPS, to be kept: the same copy until it changes."""
        found = self.shown.get(name)
        if found is None:
            found = self.shown[name] = getattr(self, name).copy()
        return found

    def copy(self) -> State:
        """A state that goes its own way from here; both copy a task before they change it."""
        other = State.__new__(State)
        self.owned = set()
        self.tasks_shown = None
        for name in State.__slots__:
            value = getattr(self, name)
            setattr(other, name, value.copy() if isinstance(value, dict | list | set) else value)
        return other

    def snapshot(self) -> Snapshot:
        """The state as the panels see it."""
        if self.tasks_shown is None:
            self.tasks_shown = self.tasks.copy()
            self.owned = set()
        queue = tuple(islice(self.ready, READY_MAX))
        return Snapshot(
            seq=self.seq,
            at=self.at,
            started=self.started,
            finished=self.finished,
            tasks=self.tasks_shown,
            counts=self.counts.copy(),
            own_counts=self.own_counts.copy(),
            running=self.running[-1] if self.running else None,
            queue=queue,
            ready=tuple(key for key in queue if key > 0),
            idle=self.idle,
            idle_until=self.idle_until,
            owners=self.show("owners"),
            callbacks=self.show("callbacks"),
            loops=self.show("loops"),
            iteration=self.iteration,
            timers=self.show("timers"),
            io=self.show("io"),
            jobs=self.show("jobs"),
            objects=self.show("objects"),
            complaints=self.complaints,
            abandoned=self.abandoned,
            untold=self.untold,
            reached=self.show("reached"),
            variables=self.show("variables"),
            output=self.output,
            output_dropped=self.output_dropped,
            warnings=self.warnings,
            error=self.error,
            blocks=self.blocks,
            blocked_now=self.blocked,
            deadlock=self.deadlock,
            events_dropped=self.events_dropped,
            damaged=self.damaged,
            peak=self.peak,
            notes=self.notes,
            paused=self.paused,
        )
