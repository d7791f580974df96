"""One run, from request to RunFinished: has what the runner tells pumped into a recording, holds the limits, stops it.

Everything happens in the caller's asyncio loop, in slices of SLICE_S at most, so that an editor in the same loop stays responsive. How a run
ended is the warden's word (and this session's own, where it killed), never the trace's. What is read and understood is the `pump`'s business.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from asyncplay.engine import collapse
from asyncplay.engine.control import Controlled, WallLimit
from asyncplay.engine.ending import Ending, ending
from asyncplay.engine.hints import hints, where
from asyncplay.engine.process import Warden
from asyncplay.engine.pump import Pump
from asyncplay.engine.request import RunRequest
from asyncplay.trace.events import Deadlocked, Event, EventsDropped, LimitReached, NoteMade, ProgramPaused, ProgramResumed, RunFinished, TraceDamaged
from asyncplay.trace.recording import Recording

SLICE_S = 0.005
SMALL_S, REST_S = 0.002, 0.008
"""A slice, and the pause after it, while somebody types."""
FLUSH_S = 0.05
"""So long a program that is ended has for what it printed into a buffer: its watchdog looks for words of ours twice in that time."""
_TELLING = frozenset({Deadlocked, LimitReached, ProgramPaused, ProgramResumed})
"""Events that say something about the run to the session itself."""
LIMIT_CODE, STOPPED_CODE = 137, 130
BUDGETS = ("virtual-seconds", "virtual-steps")
"""Limits that the runner holds itself, on its virtual clock: it alone can tell of them."""
__all__ = ["RunRequest", "Session"]


class Session(Controlled):
    """A run that goes on, or is over: `recording` holds all that is known of it."""

    def __init__(self, request: RunRequest, warden: Warden | None, error: str | None = None) -> None:
        super().__init__(warden, request.paused, bool(request.breakpoints))
        self.request = request
        self.recording = Recording(source=request.source, path=request.path)
        self.status = "starting"
        self.error = error
        """Why the run could not be set up."""
        self.on_change: Callable[[], None] | None = None
        """Called after events were added."""
        self.typing: Callable[[], bool] = lambda: False
        """Whether somebody waits for an answer to a key: then the trace is read in small pieces, with time between them."""
        self._pump = Pump(request, warden, self._add_all, self.now) if warden is not None else None
        self._cause: str | None = None
        self._began = time.monotonic()
        self._over = asyncio.Event()
        self._wake = asyncio.Event()
        self._deadlocked = False
        self._spent: LimitReached | None = None
        self._interrupted = False
        self._peak: int | None = None
        self._ended_at: float | None = None
        self._finished: RunFinished | None = None
        self._task = asyncio.get_running_loop().create_task(self._live())

    # what others ask

    @property
    def level(self) -> str | None:
        """The sandbox level of this run; None where none could be set up."""
        return self._warden.level if self._warden is not None else None

    def on_over(self, call: Callable[[Session], None]) -> None:
        """Have this called once the run is over and everything of it is closed."""
        self._task.add_done_callback(lambda _: call(self))

    async def wait(self) -> RunFinished:
        """How it ended, once it did."""
        await self._over.wait()
        assert self._finished is not None
        return self._finished

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def now(self) -> float:
        """The run's clock: seconds since the snippet's first line; stands still once the run is over."""
        if self._ended_at is not None or self._warden is None:
            return self._ended_at or 0.0
        clock, since, rate = self._warden.memory.clock()
        return max(0.0, clock / 1e9 + (time.monotonic() - since / 1e9) * rate / 1e6) if rate else clock / 1e9

    @property
    def heartbeat(self) -> tuple[int, float] | None:
        """The task whose step runs at this moment, and for how many seconds; None between steps."""
        if self._ended_at is not None or self._warden is None:
            return None
        task, since, *_ = self._warden.memory.header()
        return (task, max(0.0, time.monotonic() - since / 1e9)) if since else None

    def stop(self) -> None:
        """End the run at once, with all its processes."""
        self._kill("stopped")

    def interrupt(self) -> None:
        """Ctrl+C, as the program would get it from a terminal."""
        if self._warden is not None and not self.over:
            self._interrupted = True
            self._warden.command(b"i")

    def _tell(self) -> None:
        """Whoever is told may fail: the run goes on."""
        if self.on_change is None:
            return
        try:
            self.on_change()
        except Exception as error:
            asyncio.get_running_loop().call_exception_handler({"message": "a view of a run failed", "exception": error})

    # the run's life

    async def _live(self) -> None:
        if self._warden is None:
            self._finish(ending(None, "setup_failed", False))
            return
        loop = asyncio.get_running_loop()
        fds = [self._warden.control.fileno(), self._warden.stdout.read_end, self._warden.lines.read_end]
        for fd in fds:
            loop.add_reader(fd, self._wake.set)
        self._wall = limit = WallLimit(self.request.timeout, lambda: self._kill("timeout"))
        try:
            await self._follow(fds)
        except Exception as error:  # a fault of ours: the run must not outlive who watches it, nor be waited for in vain
            self._add(TraceDamaged(self.now(), collapse.told(error)))
            await collapse.end_all(self._warden)
        finally:
            limit.cancel()
            for fd in fds:
                loop.remove_reader(fd)
            self._close()

    async def _follow(self, fds: list[int]) -> None:
        warden, pump = self._warden, self._pump
        assert warden is not None
        assert pump is not None
        while not self._pump_once(pump, warden):
            if pump.has_more and not pump.is_stalled:
                await asyncio.sleep(REST_S if self.typing() else 0)
                continue
            self._watch(fds)
            try:
                async with asyncio.timeout(pump.rest_s):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()

    def _watch(self, fds: list[int]) -> None:
        """A pipe that ended would wake us for ever. Lines beside records that flow may gather until the next look: many tasks say a little at every
        moment, and each look has its price."""
        assert self._warden is not None
        flows = self._pump is not None and self._pump.flows
        loop, held_back = asyncio.get_running_loop(), bool(self.request.output_rate)
        for fd, ended in zip(fds, (self._warden.hung_up, self._warden.stdout.ended or held_back, self._warden.lines.ended or flows), strict=True):
            if ended:
                loop.remove_reader(fd)
        if not flows and not self._warden.lines.ended:
            loop.add_reader(fds[-1], self._wake.set)

    def _kill(self, cause: str) -> None:
        if self.over or self._cause is not None or self._warden is None:
            return
        self._cause = cause
        loop, wait = asyncio.get_running_loop(), 0.0
        if self.request.blocks:
            self._say(do="flush")
            wait = FLUSH_S
        loop.call_later(wait, self._warden.command, b"k")
        loop.call_later(wait + collapse.HOPE_S, self._force)

    def _force(self) -> None:
        if self._warden is not None and not self.over and not self._warden.hung_up:
            self._warden.kill()

    def _pump_once(self, pump: Pump, warden: Warden) -> bool:
        """One slice of reading and folding; whether all is read and the warden is gone."""
        warden.listen()
        if self.status == "starting" and warden.memory.header()[4]:
            self.status = "running"
        before = self.recording.seq
        pump.work(SMALL_S if self.typing() else SLICE_S)
        if not pump.has_more and self.status == "running":
            pump.look_for_blocks(self.recording.latest)
        if self.recording.seq != before:
            self._tell()
        return pump.is_done()

    def _add(self, event: Event) -> None:
        self._add_all([event])

    def _add_all(self, events: list[Event]) -> None:
        """Into the recording, many at once: each costs microseconds, and a hundred thousand may come in a second."""
        for event in self.recording.take(events):
            if type(event) in _TELLING:
                self._told(event)

    def _told(self, event: Event) -> None:
        self._heard(event)
        if type(event) is LimitReached:
            self._spent = event
        self._deadlocked = self._deadlocked or type(event) is Deadlocked

    # the end

    def _close(self) -> None:
        """The end, whatever else fails."""
        assert self._warden is not None
        try:
            self._end()
        except Exception as error:
            self._add(TraceDamaged(self.now(), collapse.told(error)))
        finally:
            if self._finished is None:
                self._finish(ending(self._warden.exit, self._cause, False))
            self._warden.dispose()

    def _end(self) -> None:
        warden, pump = self._warden, self._pump
        assert warden is not None
        assert pump is not None
        at = pump.finish()
        started = warden.memory.header()[4]
        dropped = warden.memory.header()[2] + warden.memory.lost() + warden.memory.holes
        if dropped:
            self._add(EventsDropped(at, min(dropped, 1 << 53)))
        warden.reap()
        self._peak = int(warden.exit["memory"]) if warden.exit else None
        if self._cause is None and not started and (warden.exit is None or warden.failure):
            self._cause = "setup_failed"
            self.error = warden.failure or warden.last_words() or None
        self._ended_at = at
        if self.level != "open":
            for text in hints(self.recording.latest().error, self.request, bool(warden.exit and warden.exit.get("crowded"))):
                self._add(NoteMade(at, text))
        self._finish(self._by_itself(ending(warden.exit, self._cause, self._deadlocked)))

    def _by_itself(self, how: Ending) -> Ending:
        """What an end of the runner's own doing means: it met Ctrl+C, or a budget of its clock was spent, which is a limit."""
        spent = self._spent
        if self._interrupted and how.exit_code == STOPPED_CODE:
            return Ending("stopped", STOPPED_CODE)
        if spent is None or how.exit_code != LIMIT_CODE or how.limit is not None or spent.name not in BUDGETS:
            return how  # other limits are the warden's to name
        return Ending("killed", LIMIT_CODE, None, spent.name, spent.value)

    def _finish(self, how: Ending) -> None:
        self._ended_at = self._ended_at or 0.0
        wall = time.monotonic() - self._began
        spent = self._spent
        line = spent.line if spent is not None and how.limit == spent.name else where(self.recording.latest()) if how.limit else None
        self._finished = RunFinished(self._ended_at, how.outcome, how.exit_code, how.signal, how.limit, how.limit_value, line, wall, self._peak)
        try:
            self._add(self._finished)
        finally:
            self.status = how.outcome
            self._over.set()
            self._tell()

