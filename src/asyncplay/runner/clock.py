"""The run's clock. A real one needs nothing done; a virtual one stands still while code runs, and jumps over sleeps.

On the virtual clock `time.sleep`, `monotonic`, `perf_counter`, `time` and their `_ns` forms follow it. Each read moves it by TICK ns, so that
timers set one after another keep their order; code that polls the clock between two awaits moves it faster, else it would poll for ever.
`datetime.now()` reads the clock in C and does not follow.
"""

from __future__ import annotations

import _thread
import time
from typing import Any

from asyncplay.runner import record

real_ns = time.monotonic_ns
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


def _read() -> int:
    global _v, _reads
    _reads += 1
    _v += TICK if _reads < POLLS else POLL_STEP
    return _v


def _now() -> int:
    return _v


def advance(by: int) -> None:
    """Time passes."""
    global _v, _reads
    _v += max(0, by)
    _reads = 0
    record.tell_clock(_v)


def jump(to: int) -> None:
    """The loop sleeps until then."""
    advance(to - _v)


def _virtual_sleep(seconds: Any, /) -> None:
    if _ident() == _main and type(seconds) in (int, float) and 0 <= seconds < 1e9:  # another thread sleeps beside the loop, for real
        advance(int(seconds * 1e9))
        _sleep(0)
    else:
        _sleep(seconds)


def start(kind: str) -> None:
    """The snippet's first line is next."""
    global virtual, base, _main
    _main = _ident()
    base = record.begin()
    if kind != "virtual":
        return
    virtual = True
    record.now = _now
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
