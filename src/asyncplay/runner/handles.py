"""Handles that know what they are for: a task's step, a callback of asyncio's own, the end of a sleep. `steps` runs all others, and finds it out.

Their `_run` calls the callback itself. It stands on the stack below all that a task does, with the looks and the place in asyncio's source that the
original has there (`disguise.as_if`). Everything else sees handles of asyncio's. They are used only where asyncio's functions are those that were
read for this (KNOWN), and only where the run's clock is the real one.
"""

from __future__ import annotations

import sys
import time
from asyncio import base_events, events
from collections import deque
from typing import Any

from asyncplay.runner import births, cancels, disguise, loops, record, sites, steps, things, values
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_Handle: Any = events.Handle
_id, _len, _map = id, len, map
_clock = time.monotonic
_told, _containers, _queues, _more = values.told, values.containers, values.queues, values.more
_others_watched, _sample = values.others, values.sample
_number, _pending = things.tasks.get, things.pending
_unnamed, _suspended, _failed, _complain = births.unnamed, steps.suspended, steps.failed, steps.complain
NS, LONG_NS = steps.NS, steps.LONG_NS
base = 0.0
"""The real clock at the snippet's first line, in seconds."""
used = False
"""These handles are made in this run."""

KNOWN = {
    (_Loop, "call_soon"): "_check_closed _debug _check_thread _check_callback _call_soon _source_traceback",
    (_Loop, "_call_soon"): "events Handle _source_traceback _ready append",
    (_Loop, "call_at"): "TypeError _check_closed _debug _check_thread _check_callback events TimerHandle _source_traceback heapq heappush _scheduled",
    (_Loop, "_check_closed"): "_closed RuntimeError",
    (_Loop, "get_debug"): "_debug",
    (_Handle, "__init__"): "contextvars copy_context _context _loop _callback _args _cancelled _repr get_debug format_helpers extract_stack"
    " sys _getframe _source_traceback",
    (events.TimerHandle, "__init__"): "super __init__ _source_traceback _when _scheduled",
}  # fmt: skip
"""The names that each function uses in the versions that were read (3.11 to 3.14): where one uses others, it has become something else."""
SLOTS = {
    _Handle: {"_args", "_callback", "_cancelled", "_context", "_loop", "_repr", "_source_traceback", "__weakref__"},
    events.TimerHandle: {"_scheduled", "_when"},
}


class StepHandle(events.Handle):
    """A C task makes a step."""

    __slots__ = ("number", "state", "task")
    __init__ = object.__init__
    task: Any
    number: int
    state: loops.LoopState


class _Counted:
    """Runs as a handle does, and asks as `entry.call_soon` does from inside."""

    def _run(self) -> int:
        state = loops.LoopState(0, None)
        state.running = self
        return _references_inside(state)


def _references_inside(state: loops.LoopState) -> int:
    handle = state.running
    return sys.getrefcount(handle)


def _run_one(ready: deque[_Counted]) -> int:
    handle = ready.popleft()
    return handle._run()


ALONE = _run_one(deque([_Counted()]))
"""So many references has a handle that runs, for who asks, if nobody but the loop and we ourselves have it."""


class QuietHandle(events.Handle):
    """A function of asyncio's own, that is told only if it takes long."""

    __slots__ = ("state",)
    __init__ = object.__init__
    state: loops.LoopState


class SleepHandle(events.TimerHandle):
    """A sleep ends."""

    __slots__ = ("state",)
    __init__ = object.__init__
    state: loops.LoopState


def run_step(self: Any) -> None:
    """StepHandle._run."""
    task, number, state = self.task, self.number, self.state
    state.begun = t0 = state.last or (_clock() - base) * NS
    state.task, state.current, state.running = number, task, self
    if task._must_cancel:
        cancels.meets(number, state)
    try:
        if self._args:
            self._context.run(self._callback, self._args[0])
        else:
            self._context.run(self._callback)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        _complain(self, error)
    finally:
        state.last = t = (_clock() - base) * NS
        state.task, state.current, state.running = 0, None, None
        try:
            if state.asked:
                cancels.look_again(state, number, t)
            _suspended(task, number, t, t0, state, 0)
            if _unnamed and number in _unnamed:
                births.named(task, number)
            if _others_watched or (
                _queues
                and (
                    _len(_containers[0]) != _told[0] or _len(_containers[1]) != _told[1]
                    or (_more and [*_map(_len, _containers)] != _told)
                )
            ):  # fmt: skip
                _sample(t, state.number)
        except Exception:
            _failed()
        self = task = None


def run_quiet(self: Any) -> None:
    """QuietHandle._run, and SleepHandle's."""
    state = self.state
    state.begun = t0 = state.last or (_clock() - base) * NS
    state.handle = _id(self)
    if self._args and (ended := _number(_id(self._args[0]))) and ended not in _pending:
        state.task = ended  # a done-callback of gather, of a group …: what it does is done by the task that has ended
    try:
        self._context.run(self._callback, *self._args)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        _complain(self, error)
    finally:
        state.last = t = (_clock() - base) * NS
        state.task = state.handle = 0
        if t - t0 > LONG_NS:
            _took_long(self, t, t0, state)
        self = None


def _took_long(handle: Any, t: float, t0: float, state: loops.LoopState) -> None:
    try:
        code = births.code_of(handle._callback) if handle._callback is not None else 0
        address = _id(handle)
        record.put(wire.CALLBACK, t, t0, 0, state.iteration, address & wire.MASK32, code, address >> 32, state.number)
        if _queues or _others_watched:
            _sample(t, state.number)
    except Exception:
        _failed()


def fit() -> bool:
    """Whether asyncio's functions are those that these handles, and what makes them, stand for."""
    for (owner, name), names in KNOWN.items():
        code = getattr(getattr(owner, name, None), "__code__", None)
        if code is None or set(code.co_names) != set(names.split()):
            return False
    return None not in _RUN.values() and all(set(kind.__slots__) == slots for kind, slots in SLOTS.items())


def settle() -> None:
    """Handle._run was exchanged: ours are run here, unless somebody wants to stand before or behind each."""
    for kind, function in _RUN.items():
        if _Handle._run is steps.run:
            kind._run = function
        elif "_run" in kind.__dict__:
            del kind._run


def prepare() -> None:
    sites.end_at(*(function.__code__ for function in _RUN.values()))
    settle()


def install(at: int) -> None:
    """From here on; the snippet's first line is at that real nanosecond."""
    global base, used
    base, used = at / NS, True


def shift(lost: int) -> None:
    """A pause is over, and does not count."""
    global base
    base += lost / NS


for _kind in (StepHandle, QuietHandle, SleepHandle):
    for _name in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(_kind, _name, getattr(_kind.__base__, _name))
_RUN: dict[Any, Any] = {StepHandle: disguise.as_if(run_step, _Handle._run)}
_RUN[QuietHandle] = _RUN[SleepHandle] = disguise.as_if(run_quiet, _Handle._run)
