"""The shortest way into the ready queue and among the timers, for what a program does most: steps of C tasks, asyncio's own callbacks, sleeps.

These stand for asyncio's `call_soon` and `call_at`, and do their work too, where debug mode is off and the handle is one of `handles`: without the
calls that only debug mode has a use for. That pays for much of the trace. All else goes asyncio's own way, and through `steps`.
"""

from __future__ import annotations

import contextvars
import heapq
import struct
import sys
import time
from asyncio import base_events, events, futures
from types import BuiltinFunctionType, FunctionType
from typing import Any

from asyncplay.runner import births, cancels, disguise, handles, loops, record, sites, steps, things, values
from asyncplay.runner.handles import ALONE, QuietHandle, SleepHandle, StepHandle
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_type, _id, _len = type, id, len
_references = sys.getrefcount
_clock = time.monotonic
_pack, _slot, _full = record.pack, record.slot, record.struct_error
_pack_timer = struct.Struct("<ddIIIQIII").pack_into
"""A record whose c and d are the halves of an address."""
_number, _is_task = things.tasks.get, things.is_task
_states, _running = loops.states, events._get_running_loop
_Builtin, _Function, _float = BuiltinFunctionType, FunctionType, float
_is_step, _holders, _wakes = steps.is_step, steps.holders, steps.wakes
_created, _late = births.created, births.late
_caller, _waker = sites.caller, sites.waker
_told, _containers = values.told, values.containers
_queues, _queue_at, _queueing, _queueing_pop = values.queues, values.queues.get, things.queueing, things.queueing.pop
_quiets, _quiet, _MINE, _failed = births.quiets.get, births.quiet, births.MINE, steps.failed
_original, _enter, _call_at = _Loop.call_soon, _Loop._call_soon, _Loop.call_at
_copy_context, _push = contextvars.copy_context, heapq.heappush
_ends_sleep = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
NS = steps.NS
MASK = wire.MASK32
_zero = 0.0
"""The loop's clock at the snippet's first line, in seconds; pauses do not move it, since that clock leaves them out."""
handed_over: tuple[int, int] | None = None
"""A semaphore's slot that goes to whoever is woken next: the semaphore, and its value + 1."""
NEVER, LATEST = 4e9, float(1 << 62)
"""A timer may be set for the end of time; no record has room for that."""


def call_soon(self: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    """BaseEventLoop.call_soon."""
    if self._debug or self._closed:
        return _original(self, callback, *args, context=context)
    kind = _type(callback)
    if kind is steps.Step or (kind is _Builtin and args and context is not None):
        task = callback.__self__
        number = _number(_id(task))
        state = loops.only or _states.get(_id(self)) or loops.of(self)
        try:
            if number is None:
                number = (_late if args else _created)(task, state, 1, (_clock() - handles.base) * NS) if _is_task(task) else 0
            elif kind is not steps.Step and (of := _type(args[0])) is not steps.waker and of is not steps.waking and not _is_step(callback, kind):
                number = 0  # `loop.call_soon(task.cancel)`
            elif task is not state.current:  # else it wakes itself, or gives way: the end of its step tells that
                by, begun, site, value = 0, 0.0, 0, 0
                if state is loops.only or _running() is self:
                    by = state.task
                    begun, site = (state.begun, _waker(4) if _queues else _caller(2)) if by else (state.handle, state.own and _caller(2))
                if by != number:
                    cancelled = cancels.woken(task) if args and args[0]._state == "CANCELLED" else 0
                    if _queueing and (place := _queue_at(_queueing_pop(number, 0))) is not None:
                        _told[place] = value = _len(_containers[place])
                        value += 1
                    at = _slot()
                    t = (_clock() - handles.base) * NS
                    _pack(record.memory, at, t, begun, number, by, site, value, cancelled, state.woken, state.turn, at)
                    if handed_over is not None:
                        _hand_over(number, state.number)
            elif (handle := state.running) is not None and _references(handle) == ALONE and handle.task is task and handle._context is context:
                handle._callback, handle._args = callback, args  # it gives way: the handle that runs will do again, if nobody else has it
                self._ready.append(handle)
                return handle
        except _full:
            record.full(at)
        except Exception:
            _failed()
        if not number:
            return self._call_soon(callback, args, context)
        handle = StepHandle()
        handle.task, handle.number, handle.state = task, number, state
    elif kind is _Function and context is not None and _quiets(_id(callback.__code__)) == _MINE:
        handle = QuietHandle()
        handle.state = loops.only or _states.get(_id(self)) or loops.of(self)
    else:
        return self._call_soon(callback, args, context)
    handle._context, handle._loop, handle._callback, handle._args = context, self, callback, args
    handle._cancelled, handle._repr, handle._source_traceback = False, None, None
    self._ready.append(handle)
    return handle


def enter(self: Any, callback: Any, args: Any, context: Any) -> Any:
    """BaseEventLoop._call_soon: whatever enters the ready queue and did not come through `call_soon` above."""
    kind: Any = _type(callback)
    if kind is _Function:
        handle = _enter(self, callback, args, context)
        if not _quiets(_id(callback.__code__)) and not _quiet(callback):
            queued(self, callback, handle)
        return handle
    task = callback.__self__ if kind is steps.Step or _id(kind) in _holders or steps.learn(kind) else None
    if kind is not steps.Step and task is not None and not (args and _wakes(_type(args[0]))) and not _is_step(callback, kind):
        task = None
    if task is not None:
        state = loops.only or _states.get(_id(self)) or loops.of(self)
        number = _number(_id(task))
        try:
            if task is state.current:
                kind = None
            elif number is not None:
                kind = None
                _woken(self, task, number, args, state, 4)
            elif _is_task(task):
                (_late if args else _created)(task, state, 2)  # nobody begins with a wake-up
                kind = None
        except Exception:
            _failed()
        task = None
    handle = _enter(self, callback, args, context)
    if kind is not None and not _quiet(callback):
        queued(self, callback, handle)
    return handle


def _woken(loop: Any, task: Any, number: int, args: Any, state: loops.LoopState, depth: int) -> None:
    """A task enters the ready queue: by whose doing, and where."""
    by, begun, site, value = 0, 0.0, 0, 0
    if state is loops.only or _running() is loop:
        by = state.task
        begun, site = (state.begun, _waker(depth + 2) if _queues else _caller(depth)) if by else (state.handle, state.own and _caller(depth))
    if by == number:
        return
    cancelled = cancels.woken(task) if args and args[0]._state == "CANCELLED" else 0
    if _queueing and (place := _queue_at(_queueing_pop(number, 0))) is not None:
        _told[place] = value = _len(_containers[place])
        value += 1
    at = _slot()
    try:
        t = (_clock() - steps.base) * NS if steps.plain else record.now()
        _pack(record.memory, at, t, begun, number, by, site, value, cancelled, state.woken, state.turn, at)
    except _full:
        record.full(at)
    if handed_over is not None:
        _hand_over(number, state.number)


def _hand_over(number: int, loop: int) -> None:
    """The task that was woken has the semaphore's slot."""
    global handed_over
    assert handed_over is not None
    record.put(wire.TAKEN, record.now(), 0, number, 1, 0, handed_over[0], handed_over[1], loop)
    handed_over = None


def queued(loop: Any, callback: Any, handle: Any) -> None:
    """A plain callback enters the ready queue."""
    try:
        state = loops.only or _states.get(_id(loop)) or loops.of(loop)
        by, begun = 0, 0.0
        if _running() is loop:
            by = state.task
            begun = state.begun if by else state.handle
        site, address = _caller(4), _id(handle)
        code, word = births.code_of(callback), wire.QUEUED | state.number << 16
        record.put(word, record.now(), begun, by, code, site, address & MASK, address >> 32, e=state.turn)
    except Exception:
        _failed()


def call_at(self: Any, when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    """BaseEventLoop.call_at: a timer is set."""
    state = loops.only or _states.get(_id(self)) or loops.of(self)
    handle: Any
    if callback is _ends_sleep and handles.used and _type(when) is _float and not self._debug and not self._closed:
        handle = SleepHandle()
        handle.state = state
        handle._context = _copy_context() if context is None else context
        handle._loop, handle._callback, handle._args, handle._when = self, callback, args, when
        handle._cancelled, handle._repr, handle._source_traceback = False, None, None
        _push(self._scheduled, handle)
        handle._scheduled = True
    else:
        handle = _call_at(self, when, callback, *args, context=context)
    try:
        rings = (when - _zero) * NS if when < NEVER else LATEST
        if not 0.0 <= rings <= LATEST:
            rings = 0.0 if rings < 0.0 else LATEST
        code, site, task = 0, 0, state.task
        if callback is not _ends_sleep or not task:  # who sleeps is told, with its line, by the step that this ends
            code, site = births.code_of(callback), _caller(2) if task else 0
        t = (_clock() - steps.base) * NS if steps.plain else record.now()
        at = _slot()
        _pack_timer(record.memory, at, t, rings, task, code, site, _id(handle), state.timer, state.turn, at)
    except _full:
        record.full(at)
    except Exception:
        _failed()
    return handle


def prepare() -> None:
    """Wrap, as for a run on the real clock."""
    disguise.wear(_ALWAYS)
    if _FIT:
        handles.prepare()
        disguise.wear(_READY)


def install(base: int) -> None:
    """From here on; the snippet's first line is at that real nanosecond."""
    global _zero
    _zero = base / NS
    if _FIT:
        if steps.plain:
            handles.install(base)
        else:
            _Loop.call_soon = _original


_FIT = handles.fit()
_ALWAYS = disguise.dress(_Loop, _call_soon=enter, call_at=call_at)
_READY = disguise.dress(_Loop, call_soon=call_soon)
