"""Waiting by a clock that is not the real one: a loop's select, `time.sleep`, `Thread.join`, `Condition.wait` and a child's end.

Virtual. Who waits is *parked*, with the moment until which. When everybody is parked (other loops and threads, too) and nothing from outside can
come, the clock jumps to the earliest of those moments; whose moment it is finds that out at his next look, which a parked one takes every
LOOK_S. While anything may still happen by itself (a thread that computes, a child, a connection to elsewhere) the wait is real: after GRACE_NS, which
is the time of a hand-over and not of work, the clock goes with the real one.

Scaled. A loop or a thread that is alone sleeps N times as fast; else the wait is real.
"""

from __future__ import annotations

import _thread
import math
import queue
import subprocess
import threading
import time
from asyncio import base_events
from collections.abc import Callable
from typing import Any

from asyncplay.runner import clock, loops, others, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

LOOK_S = 0.002
GRACE_NS = 30_000_000
STARVED_NS = 1_000_000_000
INSIDE_S = 0.001
"""Bytes on the loopback may be under way for so long."""
TOGETHER_NS = 50_000
"""Timers this close ring in one iteration, as they do on the real clock, which epoll rounds up to milliseconds."""
SPIN = 10_000
"""After so many iterations of a loop without a sleep the clock goes with the real one, nearly: something polls without looking at it."""
SPIN_NS = 100_000
"""By so much at most in one iteration."""
BLOCK_NS = 50_000_000
ITERATIONS = 2_000_000
"""So many are an endless poll."""
_ident, _process_ns = _thread.get_ident, time.process_time_ns
_native_id = getattr(_thread, "get_native_id", _ident)
_sleep, _join, _wait_condition, _notify = time.sleep, threading.Thread.join, threading.Condition.wait, threading.Condition.notify
_never: Callable[[], Any] = bool
_parked: dict[int, tuple[int, Callable[[], Any]]] = {}
"""For each waiting thread the moment until which it waits (0: for something alone), and whether what it waits for is there already."""
_changes = 0
"""How often somebody was parked, or went on."""
_notices: dict[int, list[int]] = {}
"""For each condition on which threads are parked, by its address: how many threads, and how often it was notified meanwhile."""
_flowing = 0
"""How many threads wait for something real."""
_lock = _thread.RLock()
_busy = 0
"""Iterations since the last sleep."""
_spun_at = 0
speed = 0.0
"""How fast idle time passes; 0: it is jumped over."""


def install(how_fast: float) -> None:
    """The clock is virtual (0), or so many times as fast."""
    global speed
    speed = how_fast
    time.sleep = _sleeping
    if clock.virtual:
        clock.polled = held
        base_events.BaseEventLoop.time = _loop_time  # type: ignore[method-assign]
        threading.Thread.join = _joining  # type: ignore[method-assign]
        threading.Condition.wait = _waiting  # type: ignore[method-assign]
        threading.Condition.notify = _notifying  # type: ignore[method-assign]
        _thread.start_new_thread = _thread.start_new = others.start_new_thread
        threading._time = queue.time = time.monotonic  # type: ignore[attr-defined]  # bound there at import
    for name in ("wait", "communicate"):
        setattr(subprocess.Popen, name, _real(getattr(subprocess.Popen, name)))


def _loop_time(self: Any) -> float:
    """BaseEventLoop.time: asyncio looks at it once an iteration; the snippet's own looks may be polling."""
    own = sites.is_own(_getframe(1).f_code)
    return (clock.base + (clock._read() if own else clock.tick())) / 1e9


_getframe = sites._getframe


# a loop


def busy(loop: Any) -> None:
    """A loop begins an iteration without sleeping: a program that never sleeps must not stop the clock for ever.

    It goes with the real one then, but never past a timer.
    """
    global _busy, _spun_at
    _busy += 1
    if _busy < SPIN:
        return
    real = clock.active_ns()
    if _busy > SPIN:
        moment = clock.now() + min(real - _spun_at, SPIN_NS)
        clock.spin(min(moment, _when(loop._scheduled[0])) if loop is not None and loop._scheduled else moment)
    if not _busy % 512:
        clock.tell()
    _spun_at = real
    if _busy >= ITERATIONS and clock.exhausted is not None:
        clock.exhausted("virtual-steps", ITERATIONS)


def select(self: Any, plain: Any, timeout: float | None, until: int, loop: Any) -> Any:
    """A loop has nothing to run until that moment (0: no timer)."""
    global _busy
    _busy = 0
    alone = others.alone()  # asked before the look: a thread's last word may come, and the thread be gone, right after it
    ready = plain(self, 0)
    if ready:
        return ready
    from_where = others.descriptors(self.get_map(), loop._ssock.fileno() if loop._ssock is not None else -1)
    if alone and from_where != others.OUTSIDE and not others.children() and not others.alarm():
        if timeout is None:
            return plain(self, None)
        if not speed:
            if from_where == others.INSIDE and (ready := plain(self, INSIDE_S)):
                return ready
            clock.to(_together(loop, until))
            return []
        return scaled(lambda: plain(self, timeout / speed))
    if speed:
        return plain(self, timeout)
    may_jump = from_where != others.OUTSIDE
    return parked_until(until, lambda slice_s: plain(self, slice_s), lambda: loop._ready or others.ready(self), may_jump)


def _together(loop: Any, until: int) -> int:
    """The last of the timers that ring together with the first one. Looks only at the top of the heap."""
    heap = loop._scheduled
    last, places = until, [0]
    for place in places:
        if place < len(heap):
            when = _when(heap[place])
            if when <= until + TOGETHER_NS:
                last = max(last, when)
                places += (2 * place + 1, 2 * place + 2)
    return last + 1


def _when(timer: Any) -> int:
    """When it rings, on the run's clock."""
    return int(timer._when * 1e9) - clock.base if timer._when < 4e9 else clock.FURTHEST + 1


def scaled(wait: Callable[[], Any]) -> Any:
    clock.flow(speed)
    try:
        return wait()
    finally:
        clock.rest()


# whoever waits


def parked_until(until: int, look: Callable[[float], Any], is_there: Callable[[], Any] = _never, may_jump: bool = True) -> Any:
    """Look again and again until something is there, or the moment has come. `is_there`: whether a look would find something, asked by others."""
    global _changes
    me, grace = _ident(), Grace()
    flowing = False
    _parked[me] = (until, is_there)
    _changes += 1
    try:
        while True:
            if may_jump:
                _settle()
            if until and clock.now() >= until:
                return look(0)
            found = look(LOOK_S)
            if found:
                return found
            if not flowing and grace.is_over(may_jump):
                flowing = True
                flow(1, GRACE_NS)
    finally:
        _changes += 1
        del _parked[me]
        if flowing:
            flow(-1)


def parked(ident: int) -> tuple[int, Callable[[], Any]] | None:
    """Until when that thread waits by the clock, and whether what it waits for is there; None: it does not."""
    return _parked.get(ident)


def changes() -> tuple[int, int]:
    """Other numbers, as soon as anybody was parked or went on, or the clock was moved."""
    return _changes, clock.moved


class Grace:
    """Whether something real is waited for: for GRACE_NS nothing has changed, and no thread is merely kept from a processor by other programs."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._began, self._worked, self._seen = clock.active_ns(), _process_ns(), (_changes, clock.moved)

    def is_over(self, starving: bool) -> bool:
        """`starving`: it is a thread's turn that is waited for, if anything's."""
        now = clock.active_ns()
        if self._seen != (_changes, clock.moved):
            self._begin()
        elif now - self._began > GRACE_NS:
            worked = _process_ns() - self._worked
            return not starving or worked > GRACE_NS // 2 or now - self._began > STARVED_NS or others.children() or not others.starved(_native_id())
        return False


def somebody_parked() -> bool:
    return bool(_parked)


def flows() -> bool:
    """Whether the clock goes with the real one because of something real."""
    return _flowing > 0


def flow(by: int, late: int = 0) -> None:
    """One more, or one less, for whom the clock goes with the real one; `late`: since so many nanoseconds already."""
    global _flowing
    with _lock:
        _flowing += by
        first, last = by > 0 and _flowing == 1, by < 0 and _flowing == 0
    if first:
        clock.advance(late)
        clock.flow(1)
    elif last:
        clock.rest()


def _settle() -> None:
    """Everybody waits: jump to the first moment that somebody waits for."""
    state = _changes
    if others.threads(_parked) or others.children() or others.alarm():
        return
    with _lock:
        if state != _changes:
            return  # somebody came or went while we looked around
        now = clock.now()
        waits = list(_parked.values())
        if any((moment and moment <= now) or is_there() for moment, is_there in waits):
            return  # he goes on at his next look
        moments = [moment for moment, _ in waits if moment]
        if moments:
            clock.to(min(moments))


def held() -> None:
    """Time passed on a virtual clock, perhaps inside a step: no watchdog could see that, for it took no real time."""
    state = loops.here()
    now = clock.now()
    if state is not None and state.task and now - state.begun >= BLOCK_NS:
        record.put(wire.BLOCKED, now, state.begun, state.task, 0, sites.of(_getframe(2)), 0, 0, state.number)


def _sleeping(seconds: Any, /) -> None:
    """time.sleep"""
    if type(seconds) not in (int, float) or not 0 <= seconds < math.inf:
        _sleep(seconds)
        return
    if others.alone() and not others.children() and not others.alarm():
        if speed:
            scaled(lambda: _sleep(seconds / speed))
        else:
            clock.advance(int(seconds * 1e9))
            held()
            _sleep(0)
    elif speed:
        _sleep(seconds)
    else:
        parked_until(clock.now() + int(seconds * 1e9) or 1, _sleep)
        held()


def _joining(self: Any, timeout: float | None = None) -> None:
    """Thread.join"""
    if self is threading.current_thread() or not self.is_alive():
        _join(self, timeout)
        return

    def ended(slice_s: float) -> bool:
        _join(self, slice_s)
        return not self.is_alive()

    # a thread leaves the list of threads a moment before it is over: it is as good as joined then, and no clock may jump past that
    parked_until(moment(timeout), ended, lambda: not self.is_alive() or not others.listed(self))


def _waiting(self: Any, timeout: float | None = None) -> bool:
    """Condition.wait"""
    if (others.alone() and timeout is None) or (timeout is not None and timeout <= 0):
        return _wait_condition(self, timeout)
    with _lock:
        notices = _notices.setdefault(id(self), [0, 0])
        notices[0] += 1
    before = notices[1]

    def notified() -> bool:
        return notices[1] != before

    def look(slice_s: float) -> bool:  # between two looks nobody stands in the condition's queue: who notifies then means us, too
        return _wait_condition(self, slice_s) or notified()

    try:
        return bool(parked_until(moment(timeout), look, notified))
    finally:
        with _lock:
            notices[0] -= 1
            if not notices[0]:
                _notices.pop(id(self), None)


def _notifying(self: Any, n: int = 1) -> None:
    """Condition.notify"""
    notices = _notices.get(id(self))
    if notices is not None:
        notices[1] += 1
    _notify(self, n)


def moment(timeout: float | None) -> int:
    return 0 if timeout is None else clock.now() + max(1, int(min(timeout, 1e9) * 1e9))


def _real(call: Any) -> Any:
    """A call that waits for a child: the clock goes with the real one meanwhile."""

    def waiting(*args: Any, **options: Any) -> Any:
        if speed or _flowing:
            return call(*args, **options)
        flow(1)
        try:
            return call(*args, **options)
        finally:
            flow(-1)

    waiting.__name__, waiting.__qualname__, waiting.__doc__ = call.__name__, call.__qualname__, call.__doc__
    return waiting
