"""Names the line of a step that holds the thread, while it does: a thread of its own that looks every POLL_S, and when one has done so for BLOCK_NS.

It is started below `threading`, so that a program sees no thread that is not its own, and ended before a fork (3.12 and later warn about a fork
beside threads).
"""

from __future__ import annotations

import _thread
import sys
import time

from asyncplay.runner import clock, control, idle, loops, others, record, sites, standing, standstill
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

POLL_S = 0.02
BLOCK_NS = 50_000_000
AGAIN_NS = 200_000_000
SOON_NS = 5_000_000
LATE_NS = 45_000_000
"""A look that comes so long after the last one was kept off, perhaps by C code that held the interpreter: the line of now need not be the one."""
_real = time.monotonic_ns
_sleep = time.sleep
_frames = sys._current_frames
_allocate, _start = _thread.allocate_lock, _thread.start_new_thread


class Watchdog:
    def __init__(self) -> None:
        self._main = 0
        self._bell = _allocate()
        self._gone = _allocate()
        self._begin = _allocate()
        self._waits = False
        """The thread is made, and has not begun to look."""
        self._alive = False
        self._told: dict[int, tuple[tuple[int, int], int]] = {}
        """What was told last of each thread: since when it was held, where, and when that was told."""
        self._quiet_since = self._looked = _real()
        self._doubted: dict[int, int] = {}
        """Of each thread the step of which a look that was kept off told nothing."""
        self._next = 0
        """When some step will have held its thread for BLOCK_NS."""

    def stand_by(self) -> None:
        """Have the thread wait for `start`: making one takes a while."""
        self._main = _thread.get_ident()
        self._alive = self._waits = True
        self._bell.acquire()
        self._gone.acquire()
        self._begin.acquire()
        try:
            _start(self._watch, ())
        except RuntimeError:  # no room for a thread
            self._alive = False
            self._bell.release()
            self._gone.release()

    def start(self) -> None:
        if not self._waits:
            self.stand_by()
        self._waits = False
        self._quiet_since = self._looked = _real()
        self._begin.release()
        if not self._alive:
            record.fact("note", s="No thread could be started to watch for steps that block the loop: they are named when they are over.")
            return
        record.beat(0, 0, _real())  # the parent asks from now on where the first look does not come
        others.own = 1

    def forget(self) -> None:
        """This is a forked child: the thread is not in it."""
        self._alive = False
        others.own = _thread._count()  # Python goes on counting those that are gone

    def stop(self) -> None:
        """End the thread, and wait for that."""
        if not self._alive:
            return
        self._alive = False
        if self._waits:
            self._begin.release()
        record.beat(0, 0, 0)
        threads = others.in_system()
        self._bell.release()
        self._gone.acquire()
        self._gone.release()
        others.own = 0
        for _ in range(500):  # it has said that it ends; the system's count, which fork looks at (3.12), follows
            if not threads or others.in_system() < threads:
                return
            _sleep(0.0001)

    def _watch(self) -> None:
        try:
            self._begin.acquire()
            self._begin.release()
            self._look()
            while not self._bell.acquire(timeout=self._rest()):
                control.hear(0)
                if not clock.is_still():
                    self._look()
                    idle.look_again()
                    if clock.virtual:
                        standing.look()
                    standstill.look()
            self._bell.release()
        except Exception:
            pass
        finally:
            self._gone.release()

    def _rest(self) -> float:
        """Seconds until the next look."""
        left = (self._next - _real()) / 1e9 if self._next else POLL_S
        self._next = 0
        return min(POLL_S, max(left, 0.001))

    def _look(self) -> None:
        real = _real()
        late, self._looked = real - self._looked > LATE_NS, real
        held = [state for state in list(loops.states.values()) if loops.since(state)]
        held.sort(key=_main_first)
        task, since = (held[0].task, loops.since(held[0])) if held else (0, 0)
        record.beat(task, since, real)
        for state in held:
            self._check(state.thread, state.task, loops.since(state), real, state, late)
        if not loops.ever_ran:
            self._check(self._main, 0, self._quiet_since, real, None, late)

    def _check(self, thread: int, task: int, since: int, real: int, state: loops.LoopState | None, late: bool) -> None:
        if not since or real - since < BLOCK_NS:
            if since:
                self._next = min(self._next or 1 << 63, since + BLOCK_NS)
            return
        if late and self._doubted.get(thread) != since:
            self._doubted[thread] = since
            self._next = real + SOON_NS
            return
        frame = _frames().get(thread)
        site = sites.of(frame)
        frame = None
        if state is not None and loops.since(state) != since:
            return  # the step ended meanwhile: this is the line of whatever came after it
        told, told_at = self._told.get(thread, ((0, 0), 0))
        if (since, site) == told or (since == told[0] and real - told_at < AGAIN_NS):
            return
        self._told[thread] = (since, site), real
        now = record.now()
        begun = now if clock.follows else max(0, since - loops.base)
        record.put(wire.BLOCKED, now, begun, task, 0, site, 0, 0, state.number if state is not None else 0)


def _main_first(state: loops.LoopState) -> tuple[bool, int]:
    return not state.main, loops.since(state)
