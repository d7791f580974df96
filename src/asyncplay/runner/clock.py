"""The run's clock. A real one needs nothing done; a virtual one stands still while code runs, and jumps over sleeps.

On the virtual clock `time.sleep`, `monotonic`, `perf_counter`, `time` and their `_ns` forms follow it. Each read moves it by TICK ns, so that
timers set one after another keep their order; code that polls the clock between two awaits moves it faster, else it would poll for ever.
`datetime.now()` reads the clock in C and does not follow.

While the program is paused every clock stands still. On the real one `monotonic` and `perf_counter`, and with them `loop.time()`, lag behind by the
length of the pauses from then on; `time.time()` stays the time of day.
"""

from __future__ import annotations

import _thread
import time
from collections.abc import Callable
from typing import Any

from asyncplay.runner import record

real_ns = time.monotonic_ns
_perf_ns = time.perf_counter_ns
_sleep = time.sleep
_ident = _thread.get_ident
_main = 0
"""The main thread."""
TICK = 10
POLLS = 2000
"""So many reads without a sleep of the loop are taken for polling."""
POLL_STEP = 100_000
TOGETHER_S = 5e-5
"""Timers this close ring in one iteration, as they do on the real clock, which epoll rounds up to milliseconds."""
virtual = False
base = 0
"""The monotonic clock at the snippet's first line, in ns."""
_v = 0
_reads = 0
lost = 0
"""Real nanoseconds that the program was paused, up to the last time it went on."""
_still = 0
"""The real nanosecond since which the program is paused; 0 while it runs."""
on_shift: list[Callable[[int], None]] = []
"""Called with the length of a pause that is over: who reckons with the real clock by himself moves his zero."""


def _read() -> int:
    global _v, _reads
    _reads += 1
    _v += TICK if _reads < POLLS else POLL_STEP
    return _v


def _now() -> int:
    return _v


def active_ns() -> int:
    """The real clock, less the pauses."""
    return (_still or real_ns()) - lost


def is_still() -> bool:
    """Whether the program is paused."""
    return _still != 0


def advance(by: int) -> None:
    """Time passes."""
    global _v, _reads
    _v += max(0, by)
    _reads = 0
    record.tell_clock(_v, 0, 0)


def jump(to: int) -> None:
    """The loop sleeps until then."""
    advance(to - _v)


def _virtual_sleep(seconds: Any, /) -> None:
    if _ident() == _main and type(seconds) in (int, float) and 0 <= seconds < 1e9:  # another thread sleeps beside the loop, for real
        advance(int(seconds * 1e9))
        _sleep(0)
    else:
        _sleep(seconds)


def stand_still() -> None:
    """The program is paused from here on."""
    global _still
    if _still:
        return
    if not virtual and not lost:
        _lag()
    _still = real_ns()
    if not virtual:
        record.stand_still(_still)
        record.tell_clock(record.now(), _still, 0)


def go_on() -> None:
    """The program runs again, and the pause does not count."""
    global _still, lost
    if not _still:
        return
    now = real_ns()
    length = now - _still
    lost += length
    _still = 0
    if virtual:
        return
    record.go_on(length)
    for shift in on_shift:
        shift(length)
    record.tell_clock(record.now(), now, 1)


def _lag() -> None:
    """From the first pause on what measures time leaves the pauses out."""
    behind = _perf_ns() - real_ns()
    for name, offset in (("monotonic", 0), ("perf_counter", behind)):
        setattr(time, name, _lagging(offset, 1e9))
        setattr(time, name + "_ns", _lagging(offset, 0))


def _lagging(offset: int, unit: float) -> Any:
    def seconds() -> float:
        return (active_ns() + offset) / unit

    def nanoseconds() -> int:
        return active_ns() + offset

    return seconds if unit else nanoseconds


def start(kind: str) -> None:
    """The snippet's first line is next."""
    global virtual, base, _main
    _main = _ident()
    base = record.begin()
    if kind != "virtual":
        return
    virtual = True
    record.now = _now
    record.tell_clock(0, 0, 0)
    wall, perf = time.time_ns(), time.perf_counter_ns()
    for name, zero in (("monotonic", base), ("time", wall), ("perf_counter", perf)):
        setattr(time, name, _float_of(zero))
        setattr(time, name + "_ns", _ns_of(zero))
    time.sleep = _virtual_sleep


def _float_of(zero: int) -> Any:
    def read() -> float:
        return (zero + _read()) / 1e9

    return read


def _ns_of(zero: int) -> Any:
    def read() -> int:
        return zero + _read()

    return read
