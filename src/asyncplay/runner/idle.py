"""When a loop is about to sleep: what could still wake it, and the deadlock that is there if nothing can.

A deadlock is told only where nothing is left that could end it: no timer, no I/O beyond the loop's own self-pipe, no executor job, no thread,
no living child, no signal handler of the snippet's.
"""

from __future__ import annotations

import os
import select as _select
import selectors
import signal
import sys
import threading
from asyncio import selector_events
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asyncplay.runner import by_hand, clock, jobs, loops, record, things, waiting
from asyncplay.runner import others as beside
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.runner.private import kept
from asyncplay.trace import wire

EXIT_CODE = 75
_os = kept(os)
_selects: dict[type, Any] = {}
sleeping: dict[int, Any] = {}
"""By thread, a loop that sleeps until something beside it wakes it: it has no timer, and watches nothing."""
unsure: Any = None
"""A loop in the main thread that sleeps, and that only a thread or a child could wake."""
_wake: Any = selector_events.BaseSelectorEventLoop._write_to_self  # type: ignore[attr-defined]
_state_of = loops.selectors.get
_gone, _settle = things._gone, things.settle
after_fork: Callable[[], None] | None = None
"""Called once at the next look of a loop: Python counts the threads after its own after-fork hooks, and warns (3.12)."""
_id, _len, _type = id, len, type
_Epoll: Any = getattr(selectors, "EpollSelector", None)
"""The selector whose `select` is not called for a timeout of 0, since what it does is done here, if it uses the names that were read."""
_SELECTS = {  # 3.11 and 3.12; 3.13 and 3.14
    "math ceil max len _fd_to_key _selector poll InterruptedError select EPOLLIN EVENT_WRITE EPOLLOUT EVENT_READ _key_from_fd append events",
    "math ceil len _fd_to_key _selector poll InterruptedError get _NOT_EPOLLIN EVENT_WRITE _NOT_EPOLLOUT EVENT_READ append events",
}
if _Epoll is not None and " ".join(_Epoll.select.__code__.co_names) not in _SELECTS:
    _Epoll = None
_NOT_IN, _NOT_OUT = (~getattr(_select, f"EPOLL{way}", 0) for way in ("IN", "OUT"))
_getsignal, _valid = signal.getsignal, sorted(signal.valid_signals())
_plain = (signal.SIG_DFL, signal.SIG_IGN, None, signal.default_int_handler)


def select(self: Any, timeout: float | None = None) -> Any:
    """A selector's select: for a loop's selector, the moment when the loop has nothing to run."""
    state = _state_of(_id(self))
    if state is None or after_fork is not None:
        _after_fork()
        if state is None:
            plain = _select_of(self)
            return by_hand.select(self, plain, timeout) if clock.follows else plain(self, timeout)
    state.last = 0
    if _gone:
        _settle()
    loop = state.loop
    if loop is None:
        return _select_of(self)(self, timeout)
    state.turn = turn = state.turn + 1 & 0xFF_FFFF
    state.iteration = turn << 8
    if timeout is not None and timeout <= 0:
        if clock.virtual:
            waiting.busy(loop)
        if _type(self) is not _Epoll:
            return _select_of(self)(self, timeout)
        try:  # a busy program comes here at each iteration, and hardly ever is anything ready
            polled = self._selector.poll(0, _len(self._fd_to_key) or 1)
        except InterruptedError:
            return []
        return _ready(self, polled) if polled else []
    plain = _select_of(self)
    until = max(1, int(min(loop._scheduled[0]._when, 4e9) * 1e9) - clock.base) if timeout is not None and loop._scheduled else 0
    record.put(wire.IDLE, record.now(), until, 0, loop=state.number)
    if timeout is None and _watches_nothing(self, loop):
        return _select_endless(self, plain, state, loop)
    if clock.follows:
        return waiting.select(self, plain, timeout, until, loop)
    return plain(self, timeout)


def _after_fork() -> None:
    global after_fork
    if after_fork is not None:
        after_fork()
        after_fork = None


def _ready(selector: Any, polled: list[tuple[int, int]]) -> list[Any]:
    """What EpollSelector.select makes of what was polled."""
    found: list[Any] = []
    key_of = selector._fd_to_key.get
    for fd, event in polled:
        if key := key_of(fd):
            found.append((key, key.events & ((event & _NOT_IN and selectors.EVENT_WRITE) | (event & _NOT_OUT and selectors.EVENT_READ))))
    return found


def _select_of(selector: Any) -> Any:
    for one in _type(selector).__mro__:
        if one in _selects:
            return _selects[one]
    raise KeyError(selector)


def _leave() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    _os._exit(EXIT_CODE)


def _select_endless(self: Any, plain: Any, state: loops.LoopState, loop: Any) -> Any:
    """Neither timers nor I/O: only somebody beside the loop can wake it."""
    global unsure
    if state.main:
        if not _anybody_else(loop):
            beside.let_begin()
        if not _anybody_else(loop):
            if (ready := plain(self, 0)) or loop._ready:  # a thread's last word, said since the loop looked
                return ready
            tell_deadlock(state.number)
        unsure = loop
    sleeping[state.thread] = loop
    try:
        return waiting.select(self, plain, None, 0, loop) if clock.follows else plain(self, None)
    finally:
        sleeping.pop(state.thread, None)
        if state.main:
            unsure = None


def tell_deadlock(loop: int) -> None:
    """Nothing can ever wake it (0: any of the loops): that is told, and is the end."""
    record.put(wire.DEADLOCK, record.now(), 0, 0, loop=loop)
    _leave()


def look_again() -> None:
    """Called by another thread now and then: whoever could have woken a loop that sleeps endlessly may be gone. Then the loop is to look itself."""
    global unsure
    loop = unsure
    if loop is not None and not _anybody_else(loop):
        unsure = None
        _wake(loop)


def _watches_nothing(selector: Any, loop: Any) -> bool:
    if loop._scheduled or len(selector.get_map()) > 1 or getattr(loop, "_signal_handlers", None):  # cheap to ask, and nearly always enough
        return False
    own = loop._ssock.fileno() if loop._ssock is not None else -1
    return all(fd == own for fd in selector.get_map())


def _anybody_else(loop: Any) -> bool:
    return others(loop) or beside.children() or has_handler()


def others(loop: Any) -> bool:
    """Whether a thread of the snippet's lives that could do something: workers of the default executor that have no job do not count."""
    idle: Container[threading.Thread] = ()
    executor = loop._default_executor
    if isinstance(executor, ThreadPoolExecutor) and jobs.none_open():  # its semaphore counts finished jobs, not idle workers (3.11)
        idle = executor._threads
    return bool(beside.starting() or any(thread not in idle for thread in beside.known()) or beside.unknown())


def has_handler() -> bool:
    """A signal handler of the snippet's; the one for SIGINT that asyncio.run installs is not."""
    for number in _valid:
        handler = _getsignal(number)
        if handler in _plain:
            continue
        function = getattr(handler, "func", handler)
        if getattr(function, "__qualname__", "") != "Runner._on_sigint":
            return True
    return False


def install() -> None:
    for kind in loops.selecting():
        _selects[kind] = kind.select
        loops.seen_selectors += (kind,)
        kind.select = select
