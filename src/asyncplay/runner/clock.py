"""The run's clock: real, virtual, or N times as fast. Here are its hands; how a loop or a thread waits by it is in `waiting`.

A real clock needs nothing done. The others are a value and a rate: the clock stood at `_v` when the real one (less the pauses) stood at `_anchor`,
and goes `_rate` times as fast since. A virtual one has the rate 0, or 1 while something real is waited for, and jumps over sleeps; a scaled one
has the rate 1 while code runs and N while nothing does. `time.monotonic`, `perf_counter`, `time` and their `_ns` forms follow it, `loop.time()` by
them; `datetime.now()` reads the clock in C and does not.

While the program is paused every clock stands still. On the real one `monotonic` and `perf_counter`, and with them `loop.time()`, lag behind by the
length of the pauses from then on; `time.time()` stays the time of day.
"""

from __future__ import annotations

import _thread
import time
from collections.abc import Callable
from typing import Any

from asyncplay.runner import record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

real_ns = time.monotonic_ns
_perf_ns = time.perf_counter_ns
_changing = _thread.RLock()
TICK = 10
"""Each read moves a virtual clock by so many ns, so that timers set one after another keep their order."""
POLLS = 2000
"""After so many reads without a sleep a virtual clock is taken to be polled, and moves on by more: else it would be polled for ever."""
POLL_STEP = 100_000
POLL_DOUBLES = 1000
"""The step doubles every so many reads: code that polls for an hour needs some ten thousand."""
FURTHEST = 10 * 365 * 86400 * 10**9
"""Nobody needs more than ten years of a virtual clock; what sleeps longer sleeps for ever."""
virtual = False
follows = False
"""The run's clock is not the real one."""
base = 0
"""The monotonic clock at the snippet's first line, in ns."""
_v = 0
_anchor = 0
_rate = 0.0
_rest = 0.0
"""The rate at which the clock goes while code runs."""
_reads = 0
moved = 0
"""How often it was set on."""
lost = 0
"""Real nanoseconds that the program was paused, up to the last time it went on."""
_still = 0
"""The real nanosecond since which the program is paused; 0 while it runs."""
on_shift: list[Callable[[int], None]] = []
"""Called with the length of a pause that is over: who reckons with the real clock by himself moves his zero."""
polled: Callable[[], None] | None = None
"""Called now and then while the clock is polled."""
woken: Callable[[], None] | None = None
"""Called when somebody looks at the clock while it goes with the real one because the whole program waited."""
exhausted: Callable[[str, float], None] | None = None
"""Called when a budget of the virtual clock is spent; does not return."""


def now() -> int:
    """A clock that is not the real one: nanoseconds since the snippet's first line."""
    return _v if not _rate else _v + int((active_ns() - _anchor) * _rate)


def _read() -> int:
    """A look at the clock by the snippet."""
    global _v, _reads
    if not virtual:
        return now()
    _reads += 1
    if woken is not None:
        woken()
    if _reads < POLLS:
        _v += TICK
    else:
        _v += POLL_STEP << min((_reads - POLLS) // POLL_DOUBLES, 44)
        if not _reads % POLL_DOUBLES and polled is not None:
            polled()
        if _v > FURTHEST:
            _exhaust()
    return now()


def tick() -> int:
    """A look at the clock by asyncio, which is no polling."""
    global _v
    if woken is not None:
        woken()
    _v += TICK
    return now()


def active_ns() -> int:
    """The real clock, less the pauses."""
    return (_still or real_ns()) - lost


def set_rate(rate: float) -> None:
    """From here on the clock goes so fast."""
    global _v, _anchor, _rate
    with _changing:
        _v, _anchor, _rate = now(), active_ns(), rate
    record.tell_clock(_v, real_ns(), rate)


def flow(rate: float) -> None:
    """Nobody computes now, or something real is waited for."""
    set_rate(rate)


def rest() -> None:
    """Code runs again."""
    set_rate(_rest)


def advance(by: int) -> None:
    """Time passes."""
    if woken is not None:
        woken()
    to(now() + max(0, by))


def to(moment: int) -> None:
    """Time has passed up to that moment, if it is still to come."""
    global _v, _anchor, _reads, moved
    if moment > FURTHEST:
        moment = FURTHEST + 1
    with _changing:
        if moment > now():
            _v, _anchor, _reads, moved = moment, active_ns(), 0, moved + 1
    record.tell_clock(_v, real_ns(), _rate)
    if virtual and moment > FURTHEST:
        _exhaust()


def spin(moment: int) -> None:
    """Time has passed up to that moment, and the program never slept."""
    global _v
    if moment > _v:
        _v = moment


def tell() -> None:
    """Let the parent know what the clock shows."""
    record.tell_clock(now(), real_ns(), _rate)


def _exhaust() -> None:
    if exhausted is not None:
        exhausted("virtual-seconds", FURTHEST / 1e9)


def is_still() -> bool:
    """Whether the program is paused."""
    return _still != 0


def stand_still() -> None:
    """The program is paused from here on."""
    global _still
    if _still:
        return
    if not follows and not lost:
        _lag()
    at = now() if follows else 0
    _still = real_ns()
    if not follows:
        record.stand_still(_still)
        at = record.now()
    record.tell_clock(at, _still, 0)


def go_on() -> None:
    """The program runs again, and the pause does not count."""
    global _still, lost
    if not _still:
        return
    moment = real_ns()
    length = moment - _still
    lost += length
    _still = 0
    if not follows:
        record.go_on(length)
    for shift in on_shift:
        shift(length)
    record.tell_clock(record.now(), moment, _rate if follows else 1)


def _lag() -> None:
    """From the first pause on what measures time leaves the pauses out."""
    behind = _perf_ns() - real_ns()
    _replace(active_ns, (("monotonic", 0), ("perf_counter", behind)))


def _replace(read: Callable[[], int], zeros: tuple[tuple[str, int], ...]) -> None:
    for name, zero in zeros:
        setattr(time, name, _seconds(read, zero))
        setattr(time, name + "_ns", _nanoseconds(read, zero))


def _seconds(read: Callable[[], int], zero: int) -> Any:
    def seconds() -> float:
        return (zero + read()) / 1e9

    return seconds


def _nanoseconds(read: Callable[[], int], zero: int) -> Any:
    def nanoseconds() -> int:
        return zero + read()

    return nanoseconds


def start(kind: str) -> float:
    """The snippet's first line is next. Returns the speed at which idle time passes (0: it is jumped over, 1: it is real)."""
    global virtual, follows, base, _anchor, _rest
    base = record.begin()
    if kind == "real":
        return 1.0
    follows, virtual, _anchor = True, kind == "virtual", base
    _rest = 0.0 if virtual else 1.0
    record.now = now
    set_rate(_rest)
    _replace(_read, (("monotonic", base), ("time", time.time_ns()), ("perf_counter", time.perf_counter_ns())))
    return 0.0 if virtual else float(kind[1:])
