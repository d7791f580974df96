"""Which tasks there are and which of them are in a step, as far as the records have told: what all handlers of records ask.

A step's begin is told once, before the first event inside it; an iteration's before the first step in it.
"""

from __future__ import annotations

from asyncplay.late import dataclass
from asyncplay.trace import wire
from asyncplay.trace.events import Event, LoopIterated, StepBlocked, StepStarted


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


Place = tuple[int | None, bool]
"""A line, and whether it is another thread's, which held the interpreter."""


class Held:
    """The lines on which a step that holds the thread was seen, and for how long each held it."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.place: Place = (None, False)
        """The one seen last."""
        self._at = since
        self._seconds: dict[Place, float] = {}

    def seen(self, place: Place, at: float) -> None:
        """It is on this line now; the time until now was the last line's, or, at the first sight, this one's."""
        self._pass(self.place if self._seconds else place, at)
        self.place = place
        self._seconds.setdefault(place, 0.0)

    def worst(self, at: float) -> Place:
        """It is over now: the line that held it longest."""
        self._pass(self.place, at)
        return max(self._seconds, key=lambda place: self._seconds[place])

    def _pass(self, place: Place, at: float) -> None:
        self._seconds[place] = self._seconds.get(place, 0.0) + max(0.0, at - self._at)
        self._at = max(self._at, at)


Out = list[Event | OutputClaim]
DONE = -1
_HALF = wire.ITERATION_MASK // 2


class Steps:
    """The tasks of a run, their steps, and the iterations of its loops."""

    def __init__(self) -> None:
        self.tasks: dict[int, int] = {}
        """The loop of every task that was created; DONE once it is over."""
        self._told: set[int] = set()
        """Tasks whose present step's begin was told."""
        self._ends: dict[int, int] = {}
        self._timers: dict[int, tuple[float, bool]] = {}
        """When the last timer rings that a task set in its present step for a wait of its own, and whether that is a sleep."""
        self._iterations: dict[int, int] = {}
        self._held: dict[int, Held] = {}
        """Of steps that hold the thread: on which lines they were seen."""
        self.elsewhere: tuple[int, float] | None = None
        """The line of another thread that was seen to hold the interpreter, and since when, until a step is seen again."""

    def pending(self, task: int) -> int:
        """The loop of a task that is not over."""
        loop = self.tasks.get(task)
        if loop is None:
            raise Doubtful(f"task {task} was never created")
        if loop == DONE:
            raise Doubtful(f"task {task} was over already")
        return loop

    def known(self, task: int) -> None:
        if task not in self.tasks:
            raise Doubtful(f"task {task} was never created")

    def iterate(self, loop: int, low: int, t: int, out: Out) -> None:
        """A record was made in the iteration with these low bits: the first one of it brings it."""
        old = self._iterations.get(loop, 0)
        ahead = (low - old) & wire.ITERATION_MASK
        if ahead and ahead <= _HALF and loop:
            self._iterations[loop] = old + ahead
            out.append(LoopIterated(t / 1e9, loop, old + ahead))

    def begin(self, task: int, t0: int, loop: int, iteration: int, out: Out) -> None:
        """A step's begin, unless it was told."""
        if task not in self._told:
            self._told.add(task)
            if iteration:
                self.iterate(loop, iteration, t0, out)
            out.append(StepStarted(t0 / 1e9, task))

    def end(self, task: int, t: int) -> tuple[float, bool] | None:
        """The step is over; when the last timer rings that was set in it for a wait, and whether that is a sleep."""
        self._told.discard(task)
        self._ends[task] = t
        return self._timers.pop(task, None)

    def over(self, task: int) -> None:
        self.tasks[task] = DONE
        self._held.pop(task, None)
        self._told.discard(task)
        self._ends.pop(task, None)
        self._timers.pop(task, None)

    def actor(self, task: int, t0: int, loop: int, iteration: int, out: Out) -> int | None:
        """The task in whose step something happened; None outside every step."""
        its = self.tasks.get(task)
        if its is None:
            return None
        if its != DONE:
            self.begin(task, t0, loop, iteration, out)
        return task

    def actor_in_step(self, task: int, t: int, loop: int, iteration: int, out: Out) -> int | None:
        """The same for a record that has no room for the step's begin: its own time must do."""
        return self.actor(task, t, loop, iteration, out)

    def sets_timer(self, task: int, when: int, sleep: bool) -> None:
        if self.tasks.get(task, DONE) != DONE:
            self._timers[task] = when / 1e9, sleep

    def seen(self, task: int, line: int | None, since: float, at: float, out: Out) -> None:
        """A step that holds the thread since then was seen on this line."""
        held = self._held.get(task)
        if held is None:
            held = self._held[task] = Held(since)
        other, self.elsewhere = self.elsewhere, None
        if other is not None and since <= other[1]:
            held.seen((other[0], True), other[1])
        held.seen((line, False), at)
        out.append(StepBlocked(at, task, line, since))

    def tell_worst(self, task: int, t: int, out: Out) -> None:
        """The step ends: if it was seen on several lines, the one that held it longest has the last word."""
        held = self._held.pop(task, None) if self._held else None
        if held is not None and (place := held.worst(t / 1e9)) != held.place:
            line, elsewhere = place
            out.append(StepBlocked(t / 1e9, None if elsewhere else task, line, held.since, elsewhere))

    def is_past(self, task: int, since: int) -> bool:
        """Whether what another thread saw of a step is over."""
        return self.tasks[task] == DONE or (task not in self._told and since < self._ends.get(task, 0))
